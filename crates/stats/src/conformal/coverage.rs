//! How often the sets held the truth, on customers whose outcome is known by now.

use super::fit::Conformal;
use super::set::OutcomeSet;
use crate::check;
use crate::error::StatsError;
use crate::interval::{Interval, wilson};

/// Sets of customers with a known outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Customers.
    pub customers: u64,
    /// Sets that held the true outcome.
    pub held: u64,
    /// Churned customers, and those of them whose set held "churns".
    pub churned: (u64, u64),
    /// Sets {churns}, {stays}, both, neither.
    pub sets: [u64; 4],
    /// Customers for whom at least one outcome was judged by all customers instead of their segment's.
    pub from_all: u64,
}

impl Coverage {
    /// 95 % Wilson interval of the share of sets that held the truth.
    pub fn interval(&self) -> Interval {
        wilson(self.held, self.customers)
    }

    /// Share of sets that name one outcome alone, 0–1; what the sets are good for. 0 without customers.
    pub fn decided(&self) -> f64 {
        (self.sets[0] + self.sets[1]) as f64 / self.customers.max(1) as f64
    }
}

/// Coverage in every segment, and last over all customers, at `miss` (0.1: sets meant to hold the truth 90 % of the time).
///
/// `segment_of` empty: the last entry only.
///
/// # Errors
/// `LengthMismatch`, `Empty`, `NotFinite`, `GroupOutOfRange`, `OutOfRange` for a miss not inside 0–1.
pub fn coverage(
    conformal: &Conformal,
    scores: &[f64],
    labels: &[bool],
    segment_of: &[u32],
    segments: usize,
    miss: f64,
) -> Result<Vec<Coverage>, StatsError> {
    check::same_length(scores.len(), labels.len())?;
    if !segment_of.is_empty() {
        check::same_length(segment_of.len(), labels.len())?;
    }
    if !(miss > 0.0 && miss < 1.0) {
        return Err(StatsError::OutOfRange {
            name: "miss",
            value: miss,
            expected: "above 0 and below 1",
        });
    }
    let segments = if segment_of.is_empty() { 0 } else { segments };
    let mut out = vec![Coverage::default(); segments + 1];
    for (index, (&score, &label)) in scores.iter().zip(labels).enumerate() {
        let segment = segment_of.get(index).copied();
        if let Some(group) = segment.filter(|&group| group as usize >= segments) {
            return Err(StatsError::GroupOutOfRange {
                index,
                group,
                group_count: segments,
            });
        }
        let p = conformal.p_values(score, segment)?;
        let set = p.set(miss);
        let held = u64::from(set.holds(label));
        for at in [segment.map(|s| s as usize), Some(segments)].into_iter().flatten() {
            let one = &mut out[at];
            one.customers += 1;
            one.held += held;
            if label {
                one.churned.0 += 1;
                one.churned.1 += held;
            }
            let which = match set {
                OutcomeSet::Churn => 0,
                OutcomeSet::Stay => 1,
                OutcomeSet::Both => 2,
                OutcomeSet::Neither => 3,
            };
            one.sets[which] += 1;
            one.from_all += u64::from(p.churn_from_all || p.stay_from_all);
        }
    }
    Ok(out)
}
