//! Seconds of a discrete-time hazard on a million customers: `cargo run --release -p holdfast-stats --example
//! discrete_speed`.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::discrete::{DiscreteData, DiscreteSettings, Link, fit};

fn main() -> Result<(), StatsError> {
    let (n, p) = (1_000_000_u64, 10_u64);
    // Multiplicative hashing: spread without a generator.
    let unit = |i: u64, salt: u64| {
        let mixed = (i + 1)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15 ^ (salt << 32))
            .rotate_left(31);
        (mixed.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let columns: Vec<Vec<f64>> = (0..p).map(|j| (0..n).map(|i| unit(i, j) - 0.5).collect()).collect();
    let mut periods = Vec::new();
    let mut event = Vec::new();
    for i in 0..n {
        let hazard = 0.05 * (columns[0][i as usize] - 0.5 * columns[1][i as usize]).exp();
        let last = 1 + (24.0 * unit(i, 50)) as u32;
        let churn = 1.0 + (unit(i, 51).ln() / (-hazard).ln_1p()).floor();
        event.push(churn <= f64::from(last));
        periods.push(churn.min(f64::from(last)) as u32);
    }
    let names: Vec<String> = (0..p).map(|j| format!("x{j}")).collect();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    for link in [Link::Logit, Link::CompLogLog] {
        let started = Instant::now();
        let found = fit(
            &DiscreteData {
                periods: &periods,
                entry: None,
                event: &event,
                covariates: Covariates {
                    names: &names,
                    columns: &slices,
                },
                weight: None,
            },
            &DiscreteSettings {
                link,
                ..DiscreteSettings::default()
            },
        )?;
        println!(
            "{link:?}: {n} × {p}, {} person-periods, {} steps, {:.4} {:.4}, {:.2?}",
            found.person_periods,
            found.iterations,
            found.coefficients[0].coef,
            found.coefficients[1].coef,
            started.elapsed()
        );
    }
    Ok(())
}
