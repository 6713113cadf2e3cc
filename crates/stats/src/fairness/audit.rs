//! All groups of one column.

use serde::{Deserialize, Serialize};

use super::figures::{Contrast, GroupFigures, Totals};
use super::suppress::{Cell, hidden};
use crate::check;
use crate::error::StatsError;
use crate::fdr::benjamini_hochberg;

/// The smallest group that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Customers, at least 1.
    pub customers: u64,
    /// Churned customers, and retained ones, where outcomes are known; 0 or more.
    pub lost: u64,
}

impl Default for Limits {
    /// 30 customers, 5 churned and 5 retained.
    fn default() -> Self {
        Self { customers: 30, lost: 5 }
    }
}

/// Groups side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// Figures of all customers; `None` where even they are below the limits.
    pub all: Option<GroupFigures>,
    /// By group: its figures, or `None` where it has no customers or is hidden.
    pub groups: Vec<Option<GroupFigures>>,
    /// Groups hidden for their size, or so that a small one cannot be worked out.
    pub hidden: u64,
}

/// Compares `group_count` groups; `groups` is the index of each customer's. A customer gets the offer at or above
/// `threshold`. `labels`: whether each customer churned, empty while outcomes are outstanding.
///
/// A group is compared with all customers outside it. Its q-values are Benjamini–Hochberg over all groups shown and all
/// figures.
///
/// Errors: lengths differ, no rows, a value outside 0–1, a group out of range, limits of no customers, a threshold that is not finite.
pub fn audit(
    p: &[f64],
    labels: &[bool],
    groups: &[u32],
    group_count: usize,
    threshold: f64,
    limits: &Limits,
) -> Result<Audit, StatsError> {
    check::same_length(p.len(), groups.len())?;
    if !labels.is_empty() {
        check::same_length(p.len(), labels.len())?;
    }
    check::probabilities(p)?;
    check::finite(&[threshold])?;
    if limits.customers == 0 {
        return Err(StatsError::OutOfRange {
            name: "smallest group",
            value: 0.0,
            expected: "at least 1",
        });
    }
    let totals = totals(p, labels, groups, group_count, threshold)?;
    let has_labels = !labels.is_empty();
    let cell = |totals: &Totals| Cell {
        customers: totals.customers,
        lost: has_labels.then_some(totals.lost),
    };
    let cells: Vec<Cell> = totals.iter().map(cell).collect();
    let hidden = hidden(&cells, limits.customers, limits.lost);
    let all = totals.iter().fold(Totals::default(), |sum, part| Totals {
        customers: sum.customers + part.customers,
        score: sum.score + part.score,
        variance: sum.variance + part.variance,
        offered: sum.offered + part.offered,
        lost: sum.lost + part.lost,
        missed: sum.missed + part.missed,
    });
    let all_too_small = hidden.iter().any(|&hidden| hidden)
        && totals
            .iter()
            .zip(&hidden)
            .all(|(group, &hidden)| hidden || group.customers == 0)
        && is_small(&cell(&all), limits);
    let mut shown: Vec<Option<GroupFigures>> = totals
        .iter()
        .zip(&hidden)
        .map(|(&group, &hidden)| {
            let is_shown = group.customers > 0 && !hidden;
            is_shown.then(|| group.figures(Some(all.less(group)), has_labels))
        })
        .collect();
    adjust(&mut shown)?;
    Ok(Audit {
        all: (!all_too_small).then(|| all.figures(None, has_labels)),
        groups: shown,
        hidden: hidden.iter().filter(|&&hidden| hidden).count() as u64,
    })
}

fn is_small(cell: &Cell, limits: &Limits) -> bool {
    cell.customers < limits.customers
        || cell
            .lost
            .is_some_and(|lost| lost < limits.lost || cell.customers - lost < limits.lost)
}

fn totals(
    p: &[f64],
    labels: &[bool],
    groups: &[u32],
    group_count: usize,
    threshold: f64,
) -> Result<Vec<Totals>, StatsError> {
    let mut totals = vec![Totals::default(); group_count];
    for (index, (&p, &group)) in p.iter().zip(groups).enumerate() {
        let Some(sum) = totals.get_mut(group as usize) else {
            return Err(StatsError::GroupOutOfRange {
                index,
                group,
                group_count,
            });
        };
        let offered = p >= threshold;
        let lost = labels.get(index).copied().unwrap_or(false);
        sum.customers += 1;
        sum.score += p;
        sum.variance += p * (1.0 - p);
        sum.offered += u64::from(offered);
        sum.lost += u64::from(lost);
        sum.missed += u64::from(lost && !offered);
    }
    Ok(totals)
}

/// The contrasts of all groups shown, in one family.
fn adjust(groups: &mut [Option<GroupFigures>]) -> Result<(), StatsError> {
    let contrasts = |groups: &mut [Option<GroupFigures>], visit: &mut dyn FnMut(&mut Contrast)| {
        for group in groups.iter_mut().flatten() {
            group.offer_against_rest.iter_mut().for_each(&mut *visit);
            if let Some(outcomes) = &mut group.outcomes {
                outcomes.miscalibration.iter_mut().for_each(&mut *visit);
                outcomes.miss_against_rest.iter_mut().for_each(&mut *visit);
            }
        }
    };
    let mut p = Vec::new();
    contrasts(groups, &mut |contrast| p.push(contrast.p_value));
    let mut q = benjamini_hochberg(&p)?.into_iter();
    contrasts(groups, &mut |contrast| contrast.q_value = q.next().unwrap_or(1.0));
    Ok(())
}
