//! What may be lost.

use super::money::rounded;
use crate::check;
use crate::error::StatsError;

/// Value at risk by customer: P(churn) × residual value, rounded to minor units.
///
/// Errors: columns that differ in length, a probability outside 0–1 (with its row).
pub fn value_at_risk(p_churn: &[f64], residual_minor: &[i64]) -> Result<Vec<i64>, StatsError> {
    check::same_length(p_churn.len(), residual_minor.len())?;
    check::probabilities(p_churn)?;
    p_churn
        .iter()
        .zip(residual_minor)
        .map(|(p, &value)| rounded(p * value as f64))
        .collect()
}
