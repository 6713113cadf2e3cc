//! Our side of `cargo xtask bench survival`; the other is `bench/survival.py`.
//!
//! `survival_bench generate DATA ROWS SEED FOLDER` writes the columns of one case; `survival_bench cox|km|concordance FOLDER`
//! reads them, times the estimate alone and prints one line of JSON: seconds and figures.

#![allow(clippy::print_stdout)]

#[path = "columns/npy.rs"]
mod npy;

use std::error::Error;
use std::f64::consts::TAU;
use std::path::Path;
use std::time::Instant;

use holdfast_stats::covariates::Covariates;
use holdfast_stats::survival::accuracy::concordance;
use holdfast_stats::survival::cox::{CoxData, CoxSettings, fit};
use holdfast_stats::survival::spells::Spells;
use holdfast_stats::survival::survival_curve;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Columns of the Cox cases: normal ones and, every third, a yes/no column.
const COVARIATES: usize = 20;
/// Where the curves are compared, as shares of the largest duration; `bench/survival.py` has the same.
const MARKS: [f64; 8] = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99];
/// The longest duration in months and in days.
const MONTHS: f64 = 60.0;
const DAYS: f64 = 3650.0;
const USAGE: &str = "usage: survival_bench generate DATA ROWS SEED FOLDER | survival_bench cox|km|concordance FOLDER";

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let printed = match words[..] {
        ["generate", data, rows, seed, folder] => {
            return generate(data, rows.parse()?, seed.parse()?, Path::new(folder));
        }
        ["cox", folder] => cox(Path::new(folder))?,
        ["km", folder] => kaplan_meier(Path::new(folder))?,
        ["concordance", folder] => rank(Path::new(folder))?,
        _ => return Err(USAGE.into()),
    };
    println!("{printed}");
    Ok(())
}

fn cox(folder: &Path) -> Fallible<serde_json::Value> {
    let names: Vec<String> = (0..COVARIATES).map(|at| format!("x{at}")).collect();
    let columns = names
        .iter()
        .map(|name| npy::read_numbers(folder, name))
        .collect::<Fallible<Vec<_>>>()?;
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let (exit, event) = (
        npy::read_numbers(folder, "duration")?,
        npy::read_flags(folder, "event")?,
    );
    let data = CoxData {
        spells: Spells::new(&exit, &event),
        covariates: Covariates {
            names: &names,
            columns: &columns,
        },
        strata: None,
        offset: None,
        cluster: None,
    };
    let started = Instant::now();
    let fitted = fit(&data, &CoxSettings::default())?;
    let seconds = started.elapsed().as_secs_f64();
    let of = |figure: fn(&holdfast_stats::coefficient::Coefficient) -> f64| -> Vec<f64> {
        fitted.coefficients.iter().map(figure).collect()
    };
    Ok(
        serde_json::json!({"seconds": seconds, "iterations": fitted.iterations, "figures": {
            "coefficients": of(|c| c.coef),
            "standard errors": of(|c| c.se),
            "log-likelihood": fitted.log_likelihood,
        }}),
    )
}

fn kaplan_meier(folder: &Path) -> Fallible<serde_json::Value> {
    let (exit, event) = (
        npy::read_numbers(folder, "duration")?,
        npy::read_flags(folder, "event")?,
    );
    let last = exit.iter().copied().fold(0.0, f64::max);
    let started = Instant::now();
    let curve = survival_curve(&Spells::new(&exit, &event))?;
    let seconds = started.elapsed().as_secs_f64();
    let steps: Vec<_> = MARKS.iter().filter_map(|mark| curve.step_at(mark * last)).collect();
    Ok(serde_json::json!({"seconds": seconds, "figures": {
        "survival": steps.iter().map(|step| step.survival).collect::<Vec<_>>(),
        "lower band": steps.iter().map(|step| step.interval.low).collect::<Vec<_>>(),
        "upper band": steps.iter().map(|step| step.interval.high).collect::<Vec<_>>(),
        "median": curve.median(),
    }}))
}

fn rank(folder: &Path) -> Fallible<serde_json::Value> {
    let (exit, event) = (
        npy::read_numbers(folder, "duration")?,
        npy::read_flags(folder, "event")?,
    );
    let risk = npy::read_numbers(folder, "risk")?;
    let started = Instant::now();
    let found = concordance(&Spells::new(&exit, &event), &risk)?;
    let seconds = started.elapsed().as_secs_f64();
    Ok(serde_json::json!({"seconds": seconds, "figures": {"concordance": found.value}}))
}

/// Writes the columns of one case; the same seed gives the same bytes.
fn generate(data: &str, rows: usize, seed: u64, folder: &Path) -> Fallible<()> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut risk = vec![0.0; rows];
    if data.starts_with("cox") {
        for at in 0..COVARIATES {
            let yes_no = at % 3 == 2;
            let effect = 0.05 * (1 + at % 5) as f64 * if at % 2 == 0 { 1.0 } else { -1.0 };
            let column: Vec<f64> = (0..rows)
                .map(|_| {
                    if yes_no {
                        f64::from(u8::from(random.gen_bool(0.3)))
                    } else {
                        normal(&mut random)
                    }
                })
                .collect();
            risk.iter_mut().zip(&column).for_each(|(risk, x)| *risk += effect * x);
            npy::write_numbers(folder, &format!("x{at}"), &column)?;
        }
    } else if data.starts_with("concordance") {
        risk.fill_with(|| normal(&mut random));
    }
    // Left with hazard exp(risk)/24 a month, watched for up to MONTHS.
    let (mut exit, mut event) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    for risk in &risk {
        let stays = -(1.0 - random.gen_range(0.0..1.0_f64)).ln() * 24.0 * (-risk).exp();
        let watched = random.gen_range(0.0..MONTHS);
        exit.push(stays.min(watched));
        event.push(stays <= watched);
    }
    let per_month = if data.ends_with("days") { DAYS / MONTHS } else { 1.0 };
    if data.ends_with("days") || data.ends_with("months") {
        exit.iter_mut()
            .for_each(|exit| *exit = (*exit * per_month).ceil().max(1.0));
    }
    if data == "concordance-days" {
        // What a model would have given, to two digits: many risks alike.
        risk.iter_mut().for_each(|risk| *risk = (*risk * 100.0).round() / 100.0);
    }
    if data.starts_with("concordance") {
        npy::write_numbers(folder, "risk", &risk)?;
    }
    npy::write_numbers(folder, "duration", &exit)?;
    npy::write_flags(folder, "event", &event)
}

/// A standard normal number (Box & Muller 1958).
fn normal(random: &mut impl Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.gen_range(0.0..1.0_f64)).ln()).sqrt();
    radius * (TAU * random.gen_range(0.0..1.0_f64)).cos()
}
