//! How things were when the model was trained.

use holdfast_learn::frame::Frame;
use holdfast_learn::watch::{FrozenColumn, freeze, tally};
use holdfast_stats::drift::{LabelPeriod, Reference, Tally};
use holdfast_stats::error::StatsError;
use holdfast_stats::performance::realised;
use holdfast_stats::verdict::Performance;
use serde::{Deserialize, Serialize};

use super::canary::CanaryRows;
use crate::models::observe::Observed;
use crate::models::training::trial::Judged;

/// What a watch compares with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchBase {
    /// The model's columns over all cutoffs.
    pub columns: Vec<FrozenColumn>,
    /// The same by cutoff: how much months differ that are all right. `[cutoff][column]`.
    pub by_cutoff: Vec<Vec<Tally>>,
    /// Probabilities of customers that the model did not learn from.
    pub score: FrozenColumn,
    /// The same by judging cutoff.
    pub score_by_cutoff: Vec<Tally>,
    /// Customers of each cutoff.
    pub customers: Vec<u64>,
    /// Outcomes of each cutoff.
    pub labels: Vec<LabelPeriod>,
    /// Figures on customers that the model did not learn from.
    pub performance: Performance,
    /// Stored rows.
    pub canary: CanaryRows,
}

/// Name of the column of probabilities.
pub const SCORE: &str = "p_churn";

/// Freezes what training saw. `customers`: of each cutoff, all of them; `p`: of the judged rows.
///
/// # Errors
/// [`StatsError`] for a frame without rows.
pub fn base(
    observed: &Observed,
    customers: Vec<u64>,
    labels: &[bool],
    judged: &Judged,
    p: &[f64],
    canary: CanaryRows,
) -> Result<WatchBase, StatsError> {
    let columns = freeze(&observed.frame, distinct(&observed.customers))?;
    let mut by_cutoff = Vec::new();
    let mut label_periods = Vec::new();
    for cut in 0..customers.len() as u16 {
        let rows = observed.rows_of(|own| own == cut);
        if rows.is_empty() {
            continue;
        }
        by_cutoff.push(tally(&columns, &observed.frame.take(&rows), rows.len() as u64)?);
        // Where the cutoff was judged, what its probabilities said stands beside what came: months differ by more than customers do.
        let (said, came): (Vec<f64>, Vec<bool>) = judged
            .rows
            .iter()
            .zip(p.iter().zip(&judged.labels))
            .filter(|(row, _)| observed.cuts[**row as usize] == cut)
            .map(|(_, (&p, &label))| (p, label))
            .unzip();
        label_periods.push(if said.is_empty() {
            let own: Vec<bool> = rows.iter().map(|&row| labels[row as usize]).collect();
            LabelPeriod::new(&[], &own)?
        } else {
            LabelPeriod::new(&said, &came)?
        });
    }
    let own: Vec<u32> = judged
        .rows
        .iter()
        .map(|&row| observed.customers[row as usize])
        .collect();
    let reference = Reference::number(p, distinct(&own))?;
    let mut score_by_cutoff = Vec::new();
    for origin in 0..=judged.origin.iter().max().copied().unwrap_or(0) {
        let part: Vec<f64> = p
            .iter()
            .zip(&judged.origin)
            .filter(|(_, own)| **own == origin)
            .map(|(&p, _)| p)
            .collect();
        if !part.is_empty() {
            score_by_cutoff.push(reference.tally_number(&part, part.len() as u64)?);
        }
    }
    Ok(WatchBase {
        columns,
        by_cutoff,
        score: FrozenColumn {
            name: SCORE.to_owned(),
            reference,
            zero: None,
        },
        score_by_cutoff,
        customers,
        labels: label_periods,
        performance: Performance::of_realised(&realised(p, &judged.labels, &own)?).unwrap_or_default(),
        canary,
    })
}

fn distinct(customers: &[u32]) -> u64 {
    let mut all = customers.to_vec();
    all.sort_unstable();
    all.dedup();
    all.len() as u64
}

/// A frame's rows as the watch counts them.
///
/// # Errors
/// [`StatsError::Empty`] without rows.
pub fn now(base: &WatchBase, frame: &Frame) -> Result<Vec<Tally>, StatsError> {
    tally(&base.columns, frame, frame.rows as u64)
}
