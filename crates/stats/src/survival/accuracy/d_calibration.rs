//! Whether whole predicted curves are calibrated.

use crate::check;
use crate::error::StatsError;
use crate::tail::chi_squared_upper;

/// Result of the test.
#[derive(Clone, Debug, PartialEq)]
pub struct DCalibration {
    /// χ² statistic, 0 or more; larger is worse calibrated.
    pub statistic: f64,
    /// Bins − 1.
    pub degrees_of_freedom: u64,
    /// Probability of a statistic at least this large if the curves are calibrated, 0–1.
    pub p_value: f64,
    /// Share of customers in each bin, lowest survival first; all equal for calibrated curves.
    pub bins: Vec<f64>,
}

/// D-calibration (Haider, Hoehn, Davis & Greiner 2020): at the time of churn, predicted survival is uniform on 0–1.
///
/// `survival`: each customer's own predicted curve at the time of churn or censoring, 0–1. A churner counts in the bin of
/// S (an edge belongs to the bin above, 1 to the last). A censored one spreads over where S may still fall, (0, S): its
/// bin gets (S − lower edge)/S, each bin below 1/(bins·S); S = 0 counts in the first bin. Statistic Σ (nₖ − n/bins)²/
/// (n/bins), χ² with bins − 1 degrees of freedom; ten bins are usual. With much censoring the spreading hides
/// miscalibration, and the test is conservative.
///
/// # Errors
/// Lengths differ, no rows, a survival outside 0–1, fewer than 2 bins.
pub fn d_calibration(survival: &[f64], event: &[bool], bins: usize) -> Result<DCalibration, StatsError> {
    check::predictions(survival, event)?;
    check::count("bins", bins, 2, "at least 2 and at most 10,000")?;
    if bins > MOST_BINS {
        return Err(StatsError::OutOfRange {
            name: "bins",
            value: bins as f64,
            expected: "at least 2 and at most 10,000",
        });
    }
    let width = 1.0 / bins as f64;
    let mut counts = vec![0.0; bins];
    // What each bin gets from those censored in a bin above it, added to all bins below at the end.
    let mut passed_down = vec![0.0; bins];
    for (&s, &event) in survival.iter().zip(event) {
        let bin = ((s * bins as f64) as usize).min(bins - 1);
        if event || bin == 0 {
            counts[bin] += 1.0;
        } else {
            let below = width / s;
            counts[bin] += (1.0 - bin as f64 * below).max(0.0);
            passed_down[bin] += below;
        }
    }
    let mut from_above = 0.0;
    for bin in (0..bins).rev() {
        counts[bin] += from_above;
        from_above += passed_down[bin];
    }
    let n = survival.len() as f64;
    let expected = n * width;
    let statistic = counts.iter().map(|count| (count - expected).powi(2) / expected).sum();
    let degrees_of_freedom = bins as u64 - 1;
    Ok(DCalibration {
        statistic,
        degrees_of_freedom,
        p_value: chi_squared_upper(statistic, degrees_of_freedom as f64),
        bins: counts.iter().map(|count| count / n).collect(),
    })
}

const MOST_BINS: usize = 10_000;
