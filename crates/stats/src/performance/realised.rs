//! Performance once outcomes are known.

use serde::{Deserialize, Serialize};

use super::area::{area, clustered};
use super::figure::Figure;
use crate::calibration::{Recalibration, slope_intercept};
use crate::check;
use crate::error::StatsError;
use crate::special::clamp_probability;

/// Figures over rows with known outcomes; intervals are normal, 95 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Realised {
    /// Rows.
    pub rows: u64,
    /// Rows whose customer churned.
    pub lost: u64,
    /// Area under the ROC curve with DeLong's error; `None` with one class only.
    pub auc: Option<Figure>,
    /// Log loss.
    pub log_loss: Figure,
    /// Brier score.
    pub brier: Figure,
    /// Observed ÷ expected churn; 1 is ideal, above 1 the probabilities are too low. `None` where none was expected.
    pub calibration_ratio: Option<Figure>,
    /// Calibration slope and intercept; `None` where they have no finite estimate (one class, equal or separating
    /// probabilities).
    pub recalibration: Option<Recalibration>,
}

/// Figures of probabilities `p` against what happened. `customers`: code of each row's customer, empty where each row
/// is a customer of its own; with it the errors count customers, not rows.
///
/// Errors: lengths differ, no rows, a value outside 0–1, more rows than a u32 counts.
pub fn realised(p: &[f64], labels: &[bool], customers: &[u32]) -> Result<Realised, StatsError> {
    inputs(p, labels, customers)?;
    let lost = labels.iter().filter(|&&label| label).count() as u64;
    let auc = match area(p, labels) {
        Ok(found) => {
            let variance = if customers.is_empty() {
                found.variance(&found.influence, labels)
            } else {
                clustered(&found.influence, customers)
            };
            Some(Figure::within(found.area, variance, (0.0, 1.0)))
        }
        Err(StatsError::OneClass) => None,
        Err(error) => return Err(error),
    };
    let losses: Vec<f64> = p.iter().zip(labels).map(|(&p, &label)| loss(p, label)).collect();
    let squares: Vec<f64> = (p.iter().zip(labels))
        .map(|(&p, &label)| (p - f64::from(u8::from(label))).powi(2))
        .collect();
    let expected: f64 = p.iter().sum();
    let n = p.len() as f64;
    let surprise: Vec<f64> = (p.iter().zip(labels))
        .map(|(&p, &label)| (f64::from(u8::from(label)) - p) / n)
        .collect();
    let scale = expected / n;
    let calibration_ratio = (expected > 0.0).then(|| {
        let variance = spread_of_sum(&surprise, customers) / (scale * scale);
        Figure::within(lost as f64 / expected, variance, (0.0, f64::INFINITY))
    });
    Ok(Realised {
        rows: p.len() as u64,
        lost,
        auc,
        log_loss: mean(&losses, customers, f64::INFINITY),
        brier: mean(&squares, customers, 1.0),
        calibration_ratio,
        recalibration: slope_intercept(p, labels).ok(),
    })
}

/// What can be computed at all.
pub(super) fn inputs(p: &[f64], labels: &[bool], customers: &[u32]) -> Result<(), StatsError> {
    check::predictions(p, labels)?;
    if !customers.is_empty() {
        check::same_length(p.len(), customers.len())?;
    }
    if u32::try_from(p.len()).is_err() {
        return Err(StatsError::OutOfRange {
            name: "rows",
            value: p.len() as f64,
            expected: "at most 4,294,967,295",
        });
    }
    Ok(())
}

/// −ln of the probability given to what happened.
pub(super) fn loss(p: f64, label: bool) -> f64 {
    let p = clamp_probability(p);
    if label { -p.ln() } else { -(-p).ln_1p() }
}

/// Mean of rows with its error, by customer.
pub(super) fn mean(values: &[f64], customers: &[u32], largest: f64) -> Figure {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let centred: Vec<f64> = values.iter().map(|value| (value - mean) / n).collect();
    Figure::within(mean, spread_of_sum(&centred, customers), (0.0, largest))
}

/// Variance of a sum of parts with expectation 0.
pub(super) fn spread_of_sum(parts: &[f64], customers: &[u32]) -> f64 {
    if !customers.is_empty() {
        return clustered(parts, customers);
    }
    let n = parts.len() as f64;
    let squares: f64 = parts.iter().map(|part| part * part).sum();
    if n > 1.0 { squares * n / (n - 1.0) } else { squares }
}
