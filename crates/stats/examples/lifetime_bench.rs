//! Our side of `cargo xtask bench lifetime`; the other is `bench/lifetime.py`.
//!
//! `lifetime_bench generate days|instants ROWS SEED FOLDER` writes histories of buyers; `lifetime_bench fit|score FOLDER` reads
//! them, times the estimate alone and prints one line of JSON: seconds and figures.

#![allow(clippy::print_stdout)]

#[path = "columns/npy.rs"]
mod npy;

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use holdfast_stats::coefficient::Coefficient;
use holdfast_stats::lifetime::buying::covariates::BuyingCovariates;
use holdfast_stats::lifetime::buying::fit::{BuyingSettings, fit};
use holdfast_stats::lifetime::buying::fitted::FittedBuying;
use holdfast_stats::lifetime::buying::histories::Histories;
use holdfast_stats::lifetime::buying::law::BuyingLaw;
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::buying::score::score;
use holdfast_stats::lifetime::buying::simulate::simulate;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Near those of the CDNOW customers. `bench/lifetime.py` scores with the same.
const PARAMETERS: [f64; 4] = [0.25, 4.5, 0.8, 2.4];
/// Weeks ahead.
const HORIZON: f64 = 39.0;
/// Customers whose scores are compared one by one; of the others the sums are.
const SHOWN: usize = 1000;
/// Customers came between half a year and a year and a half ago.
const AGE_DAYS: std::ops::RangeInclusive<u32> = 180..=540;
const WEEK_DAYS: f64 = 7.0;
const USAGE: &str = "usage: lifetime_bench generate days|instants ROWS SEED FOLDER | lifetime_bench fit|score FOLDER";

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let printed = match words[..] {
        ["generate", data, rows, seed, folder] => {
            return generate(data == "days", rows.parse()?, seed.parse()?, Path::new(folder));
        }
        ["fit", folder] => estimate(Path::new(folder))?,
        ["score", folder] => value(Path::new(folder))?,
        _ => return Err(USAGE.into()),
    };
    println!("{printed}");
    Ok(())
}

fn estimate(folder: &Path) -> Fallible<serde_json::Value> {
    let [frequency, recency, age] = columns(folder)?;
    let histories = histories(&frequency, &recency, &age);
    let started = Instant::now();
    let fitted = fit(
        &histories,
        &BuyingCovariates::NONE,
        Buying::BgNbd,
        &BuyingSettings::default(),
    )?;
    let seconds = started.elapsed().as_secs_f64();
    Ok(
        serde_json::json!({"seconds": seconds, "distinct": fitted.distinct, "evaluations": fitted.evaluations, "figures": {
            "parameters": fitted.parameters.iter().map(|p| p.coef).collect::<Vec<_>>(),
            "standard errors": fitted.parameters.iter().map(|p| p.se).collect::<Vec<_>>(),
            "log-likelihood": fitted.log_likelihood,
        }}),
    )
}

fn value(folder: &Path) -> Fallible<serde_json::Value> {
    let [frequency, recency, age] = columns(folder)?;
    let histories = histories(&frequency, &recency, &age);
    let known = known(age.len());
    let started = Instant::now();
    let scores = score(&known, &histories, &BuyingCovariates::NONE, HORIZON)?;
    let seconds = started.elapsed().as_secs_f64();
    let first = |column: &[f64]| column.iter().take(SHOWN).copied().collect::<Vec<_>>();
    Ok(serde_json::json!({"seconds": seconds, "figures": {
        "p alive": first(&scores.p_alive),
        "expected purchases": first(&scores.expected_purchases),
        "sum of p alive": scores.p_alive.iter().sum::<f64>(),
        "sum of expected purchases": scores.expected_purchases.iter().sum::<f64>(),
    }}))
}

fn columns(folder: &Path) -> Fallible<[Vec<f64>; 3]> {
    let column = |name| npy::read_numbers(folder, name);
    Ok([column("frequency")?, column("recency")?, column("age")?])
}

fn histories<'a>(frequency: &'a [f64], recency: &'a [f64], age: &'a [f64]) -> Histories<'a> {
    Histories {
        frequency,
        recency,
        age,
        weight: None,
    }
}

/// [`PARAMETERS`] as if they had been found, so that both sides score with the same numbers.
fn known(rows: usize) -> FittedBuying {
    let parameter = |(name, value): (&str, f64)| Coefficient {
        name: name.to_owned(),
        coef: value,
        se: 0.0,
        z: 0.0,
        p: 1.0,
        ci_low: value,
        ci_high: value,
    };
    FittedBuying {
        model: Buying::BgNbd,
        parameters: Buying::BgNbd
            .parameter_names()
            .into_iter()
            .zip(PARAMETERS)
            .map(parameter)
            .collect(),
        covariance: vec![0.0; PARAMETERS.len() * PARAMETERS.len()],
        log_likelihood: 0.0,
        n: rows as f64,
        rows,
        distinct: rows,
        repeat_buyers: 0.0,
        evaluations: 0,
    }
}

/// Writes histories; the same seed gives the same bytes. Ages are whole days in units of weeks; with `whole_days` the last
/// purchase is only known by its day too.
fn generate(whole_days: bool, rows: usize, seed: u64, folder: &Path) -> Fallible<()> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut age: Vec<f64> = (0..rows)
        .map(|_| f64::from(random.gen_range(AGE_DAYS)) / WEEK_DAYS)
        .collect();
    if !whole_days {
        age.iter_mut()
            .for_each(|age| *age += random.gen_range(0.0..1.0) / WEEK_DAYS);
    }
    let mut made = simulate(&BuyingLaw::known(Buying::BgNbd, PARAMETERS)?, &age, seed)?;
    if whole_days {
        for (recency, age) in made.recency.iter_mut().zip(&age) {
            *recency = ((*recency * WEEK_DAYS).ceil() / WEEK_DAYS).min(*age);
        }
    }
    npy::write_numbers(folder, "frequency", &made.frequency)?;
    npy::write_numbers(folder, "recency", &made.recency)?;
    npy::write_numbers(folder, "age", &age)
}
