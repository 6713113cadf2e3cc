//! Who of those still there leaves next.

use holdfast_stats::error::StatsError;
use rayon::prelude::*;

use super::observe::Observed;

/// Probability of churn within `span` of now for every customer still there: 1 − S(t + span)/S(t) at their own time t.
/// `survival` gives the share of a row still there at a time, `None` beyond what the model has seen. `None` for who left,
/// for a row that is not the customer's last, and without an answer.
///
/// # Errors
/// Those of `survival`.
pub(super) fn ahead(
    observed: &Observed,
    span: f64,
    survival: impl Fn(usize, f64) -> Result<Option<f64>, StatsError> + Sync,
) -> Result<Vec<Option<f64>>, StatsError> {
    let last = |row: usize| observed.last.as_ref().is_none_or(|last| last[row]);
    let next = |row: usize| {
        let (now, then) = (observed.exit[row], observed.exit[row] + span);
        if observed.event[row] || !last(row) || !then.is_finite() {
            return Ok(None);
        }
        let (Some(now), Some(then)) = (survival(row, now)?, survival(row, then)?) else {
            return Ok(None);
        };
        Ok((now > 0.0).then(|| (1.0 - then / now).clamp(0.0, 1.0)))
    };
    (0..observed.exit.len()).into_par_iter().map(next).collect()
}
