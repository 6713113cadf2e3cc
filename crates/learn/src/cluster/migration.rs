//! Who moved from which segment to which between two dates.

use holdfast_stats::agreement::{adjusted_rand, cross_table};
use holdfast_stats::error::StatsError;
use serde::{Deserialize, Serialize};

use super::matching::best_matching;
use crate::error::LearnError;

/// Moves between segments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Migration {
    /// Customers of both dates: `counts[before][after]`.
    pub counts: Vec<Vec<u64>>,
    /// Customers of the first date who are not among those of the second, by segment.
    pub gone: Vec<u64>,
    /// Customers of the second date who were not among those of the first, by segment.
    pub new: Vec<u64>,
    /// For each segment of the first date the one of the second that it became: itself where both dates were divided by one model; for two models the
    /// pairs that share the most customers in all, `None` for a segment that has no successor.
    pub successor: Vec<Option<usize>>,
}

impl Migration {
    /// Moves under one model: segment numbers mean the same at both dates.
    ///
    /// `before` and `after` are pairs of customer and segment (below `segments`), a customer at most once each.
    ///
    /// # Errors
    /// [`LearnError::Mismatch`] for a customer twice at one date, [`StatsError::GroupOutOfRange`].
    pub fn of_one_model(before: &[(u64, u32)], after: &[(u64, u32)], segments: usize) -> Result<Self, LearnError> {
        let mut out = Self::of_two_models(before, after, segments, segments)?;
        out.successor = (0..segments).map(Some).collect();
        Ok(out)
    }

    /// Moves between the segments of two models, matched by the customers they share ([`best_matching`]).
    ///
    /// # Errors
    /// As [`Self::of_one_model`].
    pub fn of_two_models(
        before: &[(u64, u32)],
        after: &[(u64, u32)],
        before_segments: usize,
        after_segments: usize,
    ) -> Result<Self, LearnError> {
        let (before, after) = (by_customer(before)?, by_customer(after)?);
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let (mut lost, mut found) = (Vec::new(), Vec::new());
        let (mut i, mut j) = (0, 0);
        while i < before.len() || j < after.len() {
            match (before.get(i), after.get(j)) {
                (Some(a), Some(b)) if a.0 == b.0 => {
                    first.push(a.1);
                    second.push(b.1);
                    i += 1;
                    j += 1;
                }
                (Some(a), b) if b.is_none_or(|b| a.0 < b.0) => {
                    lost.push(a.1);
                    i += 1;
                }
                (_, Some(b)) => {
                    found.push(b.1);
                    j += 1;
                }
                _ => break,
            }
        }
        let counts = if first.is_empty() {
            vec![vec![0; after_segments]; before_segments]
        } else {
            cross_table(&first, &second, before_segments, after_segments)?
        };
        let successor = best_matching(&counts);
        Ok(Self {
            counts,
            gone: tally(&lost, before_segments)?,
            new: tally(&found, after_segments)?,
            successor,
        })
    }

    /// Share of the customers of segment `before`, among those of both dates, who are in each segment after, 0–1. `None` where it has no such
    /// customers.
    pub fn shares(&self, before: usize) -> Option<Vec<f64>> {
        let row = self.counts.get(before)?;
        let all: u64 = row.iter().sum();
        (all > 0).then(|| row.iter().map(|&n| n as f64 / all as f64).collect())
    }

    /// Share of the customers of both dates who are in their segment's successor, 0–1; `None` without such customers.
    pub fn stayed(&self) -> Option<f64> {
        let all: u64 = self.counts.iter().flatten().sum();
        let stayed: u64 = self
            .counts
            .iter()
            .zip(&self.successor)
            .filter_map(|(row, &successor)| row.get(successor?).copied())
            .sum();
        (all > 0).then(|| stayed as f64 / all as f64)
    }

    /// Adjusted Rand index of the two divisions over the customers of both dates: whether two models divide them alike, whatever the
    /// numbers.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] for fewer than two such customers.
    pub fn agreement(&self) -> Result<f64, StatsError> {
        adjusted_rand(&self.counts)
    }
}

fn tally(segments: &[u32], count: usize) -> Result<Vec<u64>, LearnError> {
    let mut out = vec![0; count];
    for (index, &group) in segments.iter().enumerate() {
        let slot = out.get_mut(group as usize).ok_or(StatsError::GroupOutOfRange {
            index,
            group,
            group_count: count,
        })?;
        *slot += 1;
    }
    Ok(out)
}

/// Ordered by customer; each at most once.
fn by_customer(customers: &[(u64, u32)]) -> Result<Vec<(u64, u32)>, LearnError> {
    let mut sorted = customers.to_vec();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        None => Ok(sorted),
        Some(pair) => Err(LearnError::Mismatch {
            what: "a customer that comes twice",
            found: pair[0].0 as usize,
            rows: customers.len(),
        }),
    }
}
