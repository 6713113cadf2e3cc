//! Proper scores of single probabilities.

use crate::check;
use crate::error::StatsError;
use crate::special::clamp_probability;

/// Mean negative log-likelihood −mean(ln p if churned, ln(1−p) if not), natural logarithm, ≥ 0, smaller is better.
///
/// Probabilities are clamped to 1e-15 from 0 and 1, so a certain error costs 34.5. One class is enough.
///
/// Errors: lengths differ, no rows, a value outside 0–1.
pub fn log_loss(p: &[f64], labels: &[bool]) -> Result<f64, StatsError> {
    check::predictions(p, labels)?;
    let sum: f64 = p
        .iter()
        .zip(labels)
        .map(|(&p, &label)| {
            let p = clamp_probability(p);
            if label { p.ln() } else { (-p).ln_1p() }
        })
        .sum();
    Ok(-sum / p.len() as f64)
}

/// Mean squared error of the probability (Brier 1950), 0–1, smaller is better; r·(1−r) is what the churn rate r earns.
///
/// Errors as [`log_loss`].
pub fn brier(p: &[f64], labels: &[bool]) -> Result<f64, StatsError> {
    check::predictions(p, labels)?;
    let sum: f64 = p
        .iter()
        .zip(labels)
        .map(|(&p, &label)| {
            let error = p - f64::from(u8::from(label));
            error * error
        })
        .sum();
    Ok(sum / p.len() as f64)
}
