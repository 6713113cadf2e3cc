//! The log-rank test and its weighted family.

use super::accumulate::{Sums, accumulate};
use super::groups::drop_empty;
use super::rows::sorted_strata;
use super::solve::{LogRank, solve};
use super::weighting::Weighting;
use crate::check;
use crate::error::StatsError;
use crate::survival::risk::case_weight::{Bits, CaseWeight};
use crate::survival::risk::check_total;
use crate::survival::spells::Spells;

/// Result of a test of the family.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedLogRank {
    /// Statistic, degrees of freedom and p.
    pub test: LogRank,
    /// The weights used.
    pub weighting: Weighting,
    /// Groups with customers, rising.
    pub groups: Vec<GroupResult>,
    /// k × k: minus the covariance of each two groups.
    pub(super) pair_weights: Vec<f64>,
}

/// Observed and expected churn of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupResult {
    /// The group.
    pub group: u32,
    /// Its rows.
    pub customers: u64,
    /// Rows that ended with churn.
    pub events: u64,
    /// Σ w·d of the group: for the log-rank test its churned customers.
    pub observed: f64,
    /// Σ w·d·(its share of those at risk): what it would be if all groups were alike.
    pub expected: f64,
}

/// k-sample log-rank test (Mantel 1966; Peto & Peto 1972): [`weighted_log_rank`] of customers observed from 0 on, with
/// equal weights.
///
/// Errors: lengths differ, no rows, a duration that is negative or not finite, a group that is not below `group_count`,
/// fewer than two or more than 1,000 groups with customers, no event while two groups were observed together.
pub fn log_rank(durations: &[f64], events: &[bool], groups: &[u32], group_count: usize) -> Result<LogRank, StatsError> {
    let spells = Spells::new(durations, events);
    weighted_log_rank(&spells, groups, group_count, None, Weighting::LogRank).map(|found| found.test)
}

/// Do groups differ in how long they stay? The log-rank family with the hypergeometric variance, so that ties are exact.
///
/// U_g = Σ over event times w(t)·(d_g − d·n_g/n), with covariance V_gh = Σ w²·d(n−d)/(n−1)·(n_g/n)(δ_gh − n_h/n);
/// statistic UᵀV⁻U, χ² with the rank of V as degrees of freedom. `groups` are indices below `group_count`; empty groups
/// are dropped. With `strata` (any labels, one a row) each stratum has its own risk sets and w; U and V are added, so
/// that groups are compared within strata only. n counts rows with entry < t ≤ exit, so censoring and entry at the time
/// of an event are after it. As R's `survdiff` and lifelines; [`Weighting`] says which weights are whose.
///
/// Case weights are frequencies, 2 is the row twice; (n−d)/(n−1) is taken as 1 where d is 1 or less. O(n log n + n·k),
/// with late entry O(n log n + event times·k²).
///
/// Errors: as [`Spells::check`]; `groups` or `strata` of another length; a group that is not below `group_count`; fewer
/// than two or more than 1,000 groups with customers; no event while two groups were observed together (also where w is 0
/// there); a statistic that overflows; exponents as [`Weighting::FlemingHarrington`] says.
pub fn weighted_log_rank(
    spells: &Spells,
    groups: &[u32],
    group_count: usize,
    strata: Option<&[u32]>,
    weighting: Weighting,
) -> Result<WeightedLogRank, StatsError> {
    spells.check()?;
    check_total(spells.weight)?;
    weighting.check()?;
    if let Some(strata) = strata {
        check::same_length(spells.len(), strata.len())?;
    }
    let (dense, mut found) = drop_empty(groups, group_count, spells.event)?;
    let sums = match spells.weight {
        None => sums::<()>(spells, &dense, strata, found.len(), weighting),
        Some(_) => sums::<Bits>(spells, &dense, strata, found.len(), weighting),
    };
    let excess: Vec<f64> = (sums.observed.iter().zip(&sums.expected)).map(|(o, e)| o - e).collect();
    let pair_weights = sums.pair_weights();
    check::no_overflow("the log-rank covariance", pair_weights.iter().sum())?;
    check::no_overflow("the log-rank excess", excess.iter().map(|u| u.abs()).sum())?;
    for (index, group) in found.iter_mut().enumerate() {
        (group.observed, group.expected) = (sums.observed[index], sums.expected[index]);
    }
    Ok(WeightedLogRank {
        test: solve(&excess, &pair_weights)?,
        weighting,
        groups: found,
        pair_weights,
    })
}

fn sums<W: CaseWeight>(
    spells: &Spells,
    dense: &[u32],
    strata: Option<&[u32]>,
    group_count: usize,
    weighting: Weighting,
) -> Sums {
    let mut sums = Sums::zero(group_count);
    sorted_strata::<W>(spells, dense, strata, |exits, entries| {
        accumulate(exits, entries, weighting, &mut sums);
    });
    sums
}
