//! Draws without replacement: Fisher's exact test, one-sided.

use statrs::function::gamma::ln_gamma;

use crate::error::StatsError;

/// P(X ≥ `hits`), 0–1, where X counts the churned among `drawn` customers taken at random out of `all`, `churned` of whom churned
/// (Fisher 1935). The p-value of "more churn here than elsewhere", exact at any size.
///
/// The terms are added from `hits` up (or, where that tail is the larger, down and taken from 1); a term too small to change the sum ends it.
///
/// # Errors
/// `OutOfRange` for more hits than drawn or churned, more drawn or churned than customers.
pub fn upper_tail(hits: u64, drawn: u64, churned: u64, all: u64) -> Result<f64, StatsError> {
    for (name, value, most) in [
        ("hits", hits, drawn.min(churned)),
        ("customers drawn", drawn, all),
        ("churned customers", churned, all),
    ] {
        if value > most {
            return Err(StatsError::OutOfRange {
                name,
                value: value as f64,
                expected: "at most what there is",
            });
        }
    }
    let least = (drawn + churned).saturating_sub(all);
    if hits <= least {
        return Ok(1.0);
    }
    let most = drawn.min(churned);
    let mean = drawn as f64 * churned as f64 / all as f64;
    let tail = |from: u64, up: bool| {
        let mut term = log_mass(from, drawn, churned, all).exp();
        let (mut sum, mut k) = (term, from);
        while term > sum * 1e-17 && (if up { k < most } else { k > least }) {
            // Ratio of neighbouring terms.
            let (x, next) = if up { (k as f64, k + 1) } else { (k as f64 - 1.0, k - 1) };
            let ratio = (drawn as f64 - x) * (churned as f64 - x)
                / ((x + 1.0) * (all as f64 - drawn as f64 - churned as f64 + x + 1.0));
            term *= if up { ratio } else { 1.0 / ratio };
            sum += term;
            k = next;
        }
        sum
    };
    let p = if hits as f64 > mean {
        tail(hits, true)
    } else {
        1.0 - tail(hits - 1, false)
    };
    Ok(p.clamp(0.0, 1.0))
}

fn log_mass(k: u64, drawn: u64, churned: u64, all: u64) -> f64 {
    log_choose(churned, k) + log_choose(all - churned, drawn - k) - log_choose(all, drawn)
}

fn log_choose(n: u64, k: u64) -> f64 {
    ln_gamma(n as f64 + 1.0) - ln_gamma(k as f64 + 1.0) - ln_gamma((n - k) as f64 + 1.0)
}
