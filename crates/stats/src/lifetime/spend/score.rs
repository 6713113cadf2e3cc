//! Expected spend of all customers at once.

use super::fit::FittedSpend;
use super::rows::Spend;
use crate::error::StatsError;

/// One figure a row, in the order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Expected spend per purchase, in the unit of the spends.
    pub expected_spend: Vec<f64>,
    /// Its standard error (delta method).
    pub se: Vec<f64>,
    /// Lower end of its 95 % interval.
    pub ci_low: Vec<f64>,
    /// Upper end.
    pub ci_high: Vec<f64>,
}

/// [`FittedSpend::expected_spend`] of every row; customers without purchases get everybody's mean. One pass.
///
/// Errors: those of [`super::fit()`] for rows, and an expectation that is infinite (p·x + q ≤ 1).
pub fn score(fitted: &FittedSpend, spend: &Spend<'_>) -> Result<Scores, StatsError> {
    let rows = spend.frequency.len();
    let mut scores = Scores {
        expected_spend: Vec::with_capacity(rows),
        se: Vec::with_capacity(rows),
        ci_low: Vec::with_capacity(rows),
        ci_high: Vec::with_capacity(rows),
    };
    for row in spend.checked()? {
        let row = row?;
        let found = fitted.expected_spend(row.frequency, row.mean_spend)?;
        scores.expected_spend.push(found.value);
        scores.se.push(found.se);
        scores.ci_low.push(found.ci_low);
        scores.ci_high.push(found.ci_high);
    }
    Ok(scores)
}
