//! Columns as bytes, cut once.

use rayon::prelude::*;

use crate::contract::task::Task;
use crate::frame::FeatureData;

/// Cut points of a number at most.
const CUTS: usize = 64;
/// Levels of a category that are told apart, the most frequent; the others go with the missing values.
const LEVELS: usize = 60;

/// A column in bins: bin 0 has no value (or a rare level), bin 1 and up are intervals in rising order, or levels.
pub(super) struct BinnedColumn {
    pub(super) column: usize,
    /// Bin of each row of `task.rows`, in that order.
    pub(super) bins: Vec<u8>,
    pub(super) meaning: Meaning,
}

/// What bins are.
pub(super) enum Meaning {
    /// Upper ends of the intervals but the last.
    Cuts(Vec<f64>),
    /// Codes of the levels.
    Levels(Vec<u32>),
}

impl BinnedColumn {
    /// Bins, the one without a value included.
    pub(super) fn count(&self) -> usize {
        match &self.meaning {
            Meaning::Cuts(cuts) => cuts.len() + 2,
            Meaning::Levels(levels) => levels.len() + 1,
        }
    }
}

/// The columns of the rows to learn from. `at_least`: weight a level needs to be told apart.
pub(super) fn binned(task: &Task, at_least: f64) -> Vec<BinnedColumn> {
    task.frame
        .columns
        .par_iter()
        .enumerate()
        .map(|(column, feature)| match &feature.data {
            FeatureData::Number(values) => {
                let seen = task
                    .rows
                    .iter()
                    .map(|&row| (values[row as usize] + 0.0, task.weight(row)));
                let cuts = cuts(seen.clone().filter(|(value, _)| !value.is_nan()).collect());
                let bin = |v: f64| {
                    if v.is_nan() {
                        0
                    } else {
                        1 + cuts.partition_point(|&cut| cut < v) as u8
                    }
                };
                BinnedColumn {
                    column,
                    bins: seen.map(|(value, _)| bin(value)).collect(),
                    meaning: Meaning::Cuts(cuts),
                }
            }
            FeatureData::Category { codes, levels } => {
                let mut weights = vec![0.0; levels.len()];
                for &row in task.rows {
                    if let Some(weight) = weights.get_mut(codes[row as usize] as usize) {
                        *weight += task.weight(row);
                    }
                }
                let mut order: Vec<usize> = (0..levels.len()).filter(|&level| weights[level] >= at_least).collect();
                order.sort_by(|&a, &b| {
                    weights[b]
                        .total_cmp(&weights[a])
                        .then_with(|| levels[a].cmp(&levels[b]))
                });
                order.truncate(LEVELS);
                let mut bin_of = vec![0_u8; levels.len()];
                order.iter().zip(1..).for_each(|(&level, bin)| bin_of[level] = bin);
                let bin = |&row: &u32| bin_of.get(codes[row as usize] as usize).copied().unwrap_or(0);
                BinnedColumn {
                    column,
                    bins: task.rows.iter().map(bin).collect(),
                    meaning: Meaning::Levels(order.into_iter().map(|level| level as u32).collect()),
                }
            }
        })
        .collect()
}

/// Between all different values where they are few, else at values that divide the weight into about equal parts; values are finite, weights above
/// 0. A weight of 2 is the value twice.
fn cuts(mut seen: Vec<(f64, f64)>) -> Vec<f64> {
    seen.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    seen.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    let Some((_, inner)) = seen.split_last() else {
        return Vec::new();
    };
    if inner.len() <= CUTS {
        return inner.iter().map(|(value, _)| *value).collect();
    }
    let part = seen.iter().map(|(_, weight)| weight).sum::<f64>() / (CUTS + 1) as f64;
    let (mut passed, mut next, mut out) = (0.0, 1.0, Vec::with_capacity(CUTS));
    for &(value, weight) in inner {
        passed += weight;
        // Weights add up with rounding.
        let full = passed * (1.0 + 1e-12) / part;
        if full >= next {
            out.push(value);
            next = full.floor() + 1.0;
        }
    }
    out
}
