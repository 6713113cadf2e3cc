//! Intervals that a label has shaped: weight of evidence, monotone.

use serde::{Deserialize, Serialize};

use super::bins::Bins;
use crate::error::StatsError;

/// Added to both counts of a bin, so that a bin of one class has a finite weight.
const SMOOTHING: f64 = 0.5;

/// A bin and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WoeBin {
    /// Sum of the weights of the training rows that churned: their number, where rows do not weigh.
    pub churned: f64,
    /// Sum of the weights of the training rows that did not.
    pub retained: f64,
    /// ln(share of the churned in the bin ÷ share of the retained in it); above 0: more churn than on the whole. 0 without rows.
    pub woe: f64,
}

impl WoeBin {
    /// Weights of evidence of bins with these sums of weights of churned and retained rows, and their information value
    /// Σ (share of the churned − share of the retained) · weight, at least 0. ½ is added to both sums of a bin with rows.
    pub fn of_counts(counts: &[(f64, f64)]) -> (Vec<Self>, f64) {
        let filled = counts.iter().filter(|count| count.0 + count.1 > 0.0).count() as f64;
        let total = |of: fn(&(f64, f64)) -> f64| counts.iter().map(of).sum::<f64>() + SMOOTHING * filled;
        let (left, stayed) = (total(|count| count.0), total(|count| count.1));
        let mut information_value = 0.0;
        let bins = counts
            .iter()
            .map(|&(churned, retained)| {
                if churned + retained == 0.0 {
                    let woe = 0.0;
                    return Self { churned, retained, woe };
                }
                let (p, q) = ((churned + SMOOTHING) / left, (retained + SMOOTHING) / stayed);
                let woe = (p / q).ln();
                information_value += (p - q) * woe;
                Self { churned, retained, woe }
            })
            .collect();
        (bins, information_value)
    }

    /// Sum of the weights of its rows.
    pub fn total(&self) -> f64 {
        self.churned + self.retained
    }
}

/// Which values churn: bins of a number with a weight of evidence that only rises or only falls along the column.
///
/// Fitting: values are cut into bins of about equal weight; neighbours whose churn rates run against the direction are pooled (pool
/// adjacent violators, Barlow et al. 1972), once for a rising and once for a falling rate; bins that hold less than a least share of
/// the rows are pooled with the neighbour of the nearer rate, which keeps the order; the direction with the larger information
/// value is kept, rising on a tie. ½ is added to both counts of a bin for its weight. Missing values are a bin of their own, which the
/// order does not bind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WoeBins {
    /// The intervals; bin 0 is "missing".
    pub bins: Bins,
    /// By bin.
    pub weights: Vec<WoeBin>,
    /// Information value Σ (share of the churned − share of the retained) · weight over all bins, at least 0.
    pub information_value: f64,
}

impl WoeBins {
    /// Fits bins on training rows that count once each, out of at most `most` bins of equal count, however small.
    ///
    /// # Errors
    /// `LengthMismatch`, `OneClass`, `NotFinite` for an infinity, `OutOfRange` for fewer than one bin.
    pub fn fit(training: &[f64], churned: &[bool], most: usize) -> Result<Self, StatsError> {
        Self::fit_weighted(training, churned, &vec![1.0; training.len()], most, 0.0)
    }

    /// Fits bins on training rows with weights, out of at most `most` bins of equal weight; a bin of known values holds at least
    /// `least_share` (0–1) of the weight of the known values, as long as there are two.
    ///
    /// # Errors
    /// As [`WoeBins::fit`]; `OutOfRange` for a weight that is not finite and above 0, or a share outside 0–1.
    pub fn fit_weighted(
        training: &[f64],
        churned: &[bool],
        weights: &[f64],
        most: usize,
        least_share: f64,
    ) -> Result<Self, StatsError> {
        if training.len() != churned.len() {
            return Err(StatsError::LengthMismatch {
                left: training.len(),
                right: churned.len(),
            });
        }
        if churned.iter().all(|&c| c) || churned.iter().all(|&c| !c) {
            return Err(StatsError::OneClass);
        }
        if !(0.0..=1.0).contains(&least_share) {
            return Err(StatsError::OutOfRange {
                name: "least_share",
                value: least_share,
                expected: "between 0 and 1",
            });
        }
        let fine = Bins::equal_weight(training, weights, most)?;
        let mut counts = vec![(0.0, 0.0); fine.count()];
        for ((&x, &churned), &weight) in training.iter().zip(churned).zip(weights) {
            let (left, stayed) = &mut counts[fine.bin(x)];
            *(if churned { left } else { stayed }) += weight;
        }
        let rising = pooled(&fine, &counts, false, least_share);
        let falling = pooled(&fine, &counts, true, least_share);
        Ok(if falling.information_value > rising.information_value {
            falling
        } else {
            rising
        })
    }

    /// The weight of evidence of a value.
    pub fn apply(&self, x: f64) -> f64 {
        self.weights.get(self.bins.bin(x)).map_or(0.0, |bin| bin.woe)
    }
}

/// Neighbouring fine bins taken together: weights of the churned and of the retained, and how many fine bins.
#[derive(Clone, Copy)]
struct Pool {
    churned: f64,
    retained: f64,
    width: usize,
}

impl Pool {
    fn with(self, other: Self) -> Self {
        Self {
            churned: self.churned + other.churned,
            retained: self.retained + other.retained,
            width: self.width + other.width,
        }
    }

    fn total(&self) -> f64 {
        self.churned + self.retained
    }

    fn rate(&self) -> f64 {
        self.churned / self.total()
    }
}

/// Neighbours pooled until the rate rises (falls) along the bins and none is too small.
fn pooled(fine: &Bins, counts: &[(f64, f64)], falling: bool, least_share: f64) -> WoeBins {
    let (missing, known) = (counts[0], &counts[1..]);
    let mut pools: Vec<Pool> = Vec::new();
    for &(churned, retained) in known {
        let width = 1;
        pools.push(Pool {
            churned,
            retained,
            width,
        });
        while let [.., a, b] = pools[..] {
            // Rates compared without division: churned_a · n_b against churned_b · n_a.
            let (left, right) = (a.churned * b.total(), b.churned * a.total());
            let in_order = if falling { left > right } else { left < right };
            if in_order {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push(a.with(b));
        }
    }
    let least = least_share * pools.iter().map(Pool::total).sum::<f64>();
    while pools.len() > 1
        && let Some(small) = smallest_below(&pools, least)
    {
        let gap = |other: usize| (pools[other].rate() - pools[small].rate()).abs();
        let into_left = small + 1 == pools.len() || (small > 0 && gap(small - 1) <= gap(small + 1));
        let left = if into_left { small - 1 } else { small };
        let right = pools.remove(left + 1);
        pools[left] = pools[left].with(right);
    }
    let mut end = 0;
    let mut cuts = Vec::new();
    for pool in &pools {
        end += pool.width;
        cuts.extend(fine.cuts.get(end - 1));
    }
    let all: Vec<(f64, f64)> = std::iter::once(missing)
        .chain(pools.iter().map(|pool| (pool.churned, pool.retained)))
        .collect();
    let (weights, information_value) = WoeBin::of_counts(&all);
    let bins = Bins { cuts };
    WoeBins {
        bins,
        weights,
        information_value,
    }
}

fn smallest_below(pools: &[Pool], least: f64) -> Option<usize> {
    (0..pools.len())
        .filter(|&place| pools[place].total() < least)
        .min_by(|&a, &b| pools[a].total().total_cmp(&pools[b].total()))
}
