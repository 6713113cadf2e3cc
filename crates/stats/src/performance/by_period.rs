//! Performance month by month.

use serde::{Deserialize, Serialize};

use super::realised::{Realised, inputs, realised};
use crate::check;
use crate::error::StatsError;

/// One period's figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeriodPerformance {
    /// Index of the period.
    pub period: u32,
    /// Its figures.
    pub realised: Realised,
}

/// [`realised`] of each period that has rows, in rising order; `periods` is the index of each row's period.
///
/// Within a period a customer has one row, so that the errors need no customers.
///
/// Errors: lengths differ, no rows, a value outside 0–1.
pub fn by_period(p: &[f64], labels: &[bool], periods: &[u32]) -> Result<Vec<PeriodPerformance>, StatsError> {
    inputs(p, labels, periods)?;
    check::same_length(p.len(), periods.len())?;
    let mut order: Vec<u32> = (0..p.len() as u32).collect();
    order.sort_unstable_by_key(|&row| (periods[row as usize], row));
    order
        .chunk_by(|&a, &b| periods[a as usize] == periods[b as usize])
        .map(|rows| {
            let p: Vec<f64> = rows.iter().map(|&row| p[row as usize]).collect();
            let labels: Vec<bool> = rows.iter().map(|&row| labels[row as usize]).collect();
            Ok(PeriodPerformance {
                period: periods[rows[0] as usize],
                realised: realised(&p, &labels, &[])?,
            })
        })
        .collect()
}
