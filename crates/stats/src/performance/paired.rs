//! Champion and challenger on the same rows.

use serde::{Deserialize, Serialize};

use super::area::{area, clustered};
use super::figure::Test;
use super::realised::{inputs, loss, spread_of_sum};
use crate::error::StatsError;

/// Challenger less champion.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    /// Rows compared.
    pub rows: u64,
    /// Of the area under the ROC curve (DeLong, DeLong & Clarke-Pearson 1988): above 0 the challenger ranks better.
    /// `None` with one class only.
    pub auc: Option<Test>,
    /// Of the log loss: below 0 the challenger is better.
    pub log_loss: Test,
    /// Of the Brier score: below 0 the challenger is better.
    pub brier: Test,
}

/// Compares two models' probabilities of the same rows, whose outcomes are known. `customers` as in
/// [`super::realised`].
///
/// What both get wrong in the same way cancels: the error is that of the rows' differences.
///
/// Errors: lengths differ, no rows, a value outside 0–1.
pub fn paired(champion: &[f64], challenger: &[f64], labels: &[bool], customers: &[u32]) -> Result<Paired, StatsError> {
    inputs(champion, labels, customers)?;
    inputs(challenger, labels, customers)?;
    let n = labels.len() as f64;
    let test = |of: &dyn Fn(f64, bool) -> f64| {
        let differences: Vec<f64> = (champion.iter().zip(challenger).zip(labels))
            .map(|((&old, &new), &label)| of(new, label) - of(old, label))
            .collect();
        let mean = differences.iter().sum::<f64>() / n;
        let centred: Vec<f64> = differences.iter().map(|value| (value - mean) / n).collect();
        Test::of(mean, spread_of_sum(&centred, customers))
    };
    Ok(Paired {
        rows: labels.len() as u64,
        auc: areas(champion, challenger, labels, customers)?,
        log_loss: test(&loss),
        brier: test(&|p, label| (p - f64::from(u8::from(label))).powi(2)),
    })
}

fn areas(champion: &[f64], challenger: &[f64], labels: &[bool], customers: &[u32]) -> Result<Option<Test>, StatsError> {
    let old = match area(champion, labels) {
        Err(StatsError::OneClass) => return Ok(None),
        other => other?,
    };
    let new = area(challenger, labels)?;
    let influence: Vec<f64> = (new.influence.iter().zip(&old.influence))
        .map(|(new, old)| new - old)
        .collect();
    let variance = if customers.is_empty() {
        old.variance(&influence, labels)
    } else {
        clustered(&influence, customers)
    };
    Ok(Some(Test::of(new.area - old.area, variance)))
}
