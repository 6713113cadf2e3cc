//! Seconds that a Cox regression takes on made-up data, for `cargo xtask bench survival`.
//!
//! `cox_speed ROWS COLUMNS TIMES [RUNS]`: TIMES distinct durations, 0 for all distinct. Prints JSON: the fastest and all
//! runs in seconds, steps, log-likelihood.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use holdfast_stats::covariates::Covariates;
use holdfast_stats::survival::cox::{CoxData, CoxSettings, fit};
use holdfast_stats::survival::spells::Spells;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<usize> = std::env::args().skip(1).map(|a| a.parse()).collect::<Result<_, _>>()?;
    let &[rows, width, times, ref runs @ ..] = arguments.as_slice() else {
        return Err("usage: cox_speed ROWS COLUMNS TIMES [RUNS]".into());
    };
    let (columns, exit, event) = simulate(rows, width, times);
    let names: Vec<String> = (0..width).map(|j| format!("x{j}")).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let covariates = Covariates {
        names: &names,
        columns: &columns,
    };
    let data = CoxData::new(Spells::new(&exit, &event), covariates);
    let mut seconds = Vec::new();
    let mut last = None;
    for _ in 0..runs.first().copied().unwrap_or(3).max(1) {
        let started = Instant::now();
        last = Some(fit(&data, &CoxSettings::default())?);
        seconds.push(started.elapsed().as_secs_f64());
    }
    let fastest = seconds.iter().copied().fold(f64::INFINITY, f64::min);
    let (steps, log_likelihood) = last.map_or((0, 0.0), |fitted| (fitted.iterations, fitted.log_likelihood));
    println!(
        "{{\"seconds\": {fastest}, \"all\": {seconds:?}, \"steps\": {steps}, \"log_likelihood\": {log_likelihood}}}"
    );
    Ok(())
}

/// Exponential durations with hazard ratios of up to e^0.3 per standard deviation, a third censored.
fn simulate(rows: usize, width: usize, times: usize) -> (Vec<Vec<f64>>, Vec<f64>, Vec<bool>) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut columns = vec![Vec::with_capacity(rows); width];
    let (mut exit, mut event) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    for _ in 0..rows {
        let mut predictor = 0.0;
        for (j, column) in columns.iter_mut().enumerate() {
            // A sum of uniform numbers is nearly normal, mean 0 and variance 1.
            let x = (0..12).map(|_| random.r#gen::<f64>()).sum::<f64>() - 6.0;
            predictor += x * 0.3 * (j % 5) as f64 / 4.0;
            column.push(x);
        }
        let churn = -f64::ln(1.0 - random.r#gen::<f64>()) * f64::exp(-predictor);
        let censored = 3.0 * random.r#gen::<f64>();
        let duration = churn.min(censored);
        exit.push(if times == 0 {
            duration
        } else {
            (duration / 3.0 * times as f64).ceil()
        });
        event.push(churn <= censored);
    }
    (columns, exit, event)
}
