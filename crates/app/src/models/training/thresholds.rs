//! From which probability on customers are warned about.

use holdfast_stats::profit::{Terms, maximum_profit};

use crate::error::AppError;
use crate::models::registry::file::Thresholds;
use crate::workspace::config::EconomicsConfig;

/// Share warned about when no contact pays for itself.
const FALLBACK_SHARE: f64 = 0.1;

/// The terms of an offer for customers of this mean value (main currency unit a year): what the workspace's file says, else those of Verbraken et al. (2013) in proportion
/// to the value.
pub fn terms(economics: &EconomicsConfig, mean_value: f64) -> Terms {
    let base = Terms::verbraken();
    let value = if mean_value > 0.0 {
        mean_value
    } else {
        base.customer_value
    };
    let scale = value / base.customer_value;
    let spread = base.alpha + base.beta;
    let acceptance = economics.acceptance.clamp(0.001, 0.999);
    let or = |given: Option<f64>, usual: f64| given.unwrap_or(usual * scale);
    Terms {
        alpha: spread * acceptance,
        beta: spread * (1.0 - acceptance),
        customer_value: value,
        offer_cost: or(economics.offer_cost, base.offer_cost),
        contact_cost: or(economics.contact_cost, base.contact_cost),
    }
}

/// Thresholds on judged customers: warned from where profit is largest on; orange and red each catch a third of the churners above it.
///
/// # Errors
/// [`AppError::Stats`].
pub fn set(probabilities: &[f64], labels: &[bool], terms: &Terms) -> Result<Thresholds, AppError> {
    let best = maximum_profit(probabilities, labels, terms)?;
    let warn = if best.threshold.is_finite() {
        best.threshold
    } else {
        let mut sorted = probabilities.to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        sorted[((sorted.len() as f64 * FALLBACK_SHARE) as usize).min(sorted.len() - 1)]
    };
    let mut caught: Vec<f64> = probabilities
        .iter()
        .zip(labels)
        .filter(|&(&p, &label)| label && p >= warn)
        .map(|(&p, _)| p)
        .collect();
    caught.sort_by(|a, b| b.total_cmp(a));
    let at = |third: usize| caught.get(caught.len() * third / 3).copied().unwrap_or(warn).max(warn);
    Ok(Thresholds {
        warn,
        orange: at(2),
        red: at(1),
    })
}
