//! The table of risk sets at the times of events.

use super::case_weight::Bits;
use super::counted::counted;
use super::sorted::sweep;
use crate::error::StatsError;
use crate::survival::spells::Spells;

/// One time at which somebody churned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::survival) struct RiskSet {
    /// The time.
    pub time: f64,
    /// Weight of the rows that churned at `time`.
    pub events: f64,
    /// Weight of the rows at risk that did not; exactly 0 where all did, above 0 otherwise.
    pub left: f64,
}

impl RiskSet {
    /// Weight of the rows under observation just before `time`.
    pub fn at_risk(&self) -> f64 {
        self.events + self.left
    }
}

/// One entry for each distinct time of an event, in rising order.
///
/// Whole durations below 131,072 are counted in one pass; others are sorted once, in parallel, as (bits of the time,
/// event, weight) of 8 bytes a row, 16 with weights, and as much again for late entry. Rows in any order give the same
/// bits. Where risk sets shrink by late entry, weights of one data set may differ by 1e25 before digits are lost.
///
/// # Errors
/// As [`Spells::check`]; weights whose sum overflows.
pub(in crate::survival) fn risk_sets<T: Send>(
    spells: &Spells,
    make: impl Fn(RiskSet) -> T,
) -> Result<Vec<T>, StatsError> {
    spells.check()?;
    check_total(spells.weight)?;
    let mut sets = Vec::new();
    let mut push = |at_most: usize, set: RiskSet| {
        if sets.capacity() == 0 {
            sets.reserve_exact(at_most);
        }
        sets.push(make(set));
    };
    if spells.weight.is_some() {
        sweep::<(), Bits>(spells, |_| (), |at_most, set, _| push(at_most, set));
    } else if !counted(spells, &mut push) {
        sweep::<(), ()>(spells, |_| (), |at_most, set, _| push(at_most, set));
    }
    sets.reverse();
    Ok(sets)
}

/// Weights that can be added up.
pub(in crate::survival) fn check_total(weights: Option<&[f64]>) -> Result<(), StatsError> {
    let total: f64 = weights.unwrap_or(&[]).iter().sum();
    crate::check::no_overflow("the sum of weights", total).map(|_| ())
}
