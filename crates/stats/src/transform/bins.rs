//! Intervals for a number, without looking at labels.

use serde::{Deserialize, Serialize};

use super::scale::{Scale, known, spread};
use crate::error::StatsError;
use crate::quantile;
use crate::weighted::WeightedValues;

/// Fitted intervals: x belongs to bin 1 + number of (cuts < x), so that a bin holds its upper cut; the first and the last are open to
/// the outside. Bin 0 is "missing".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bins {
    /// Inner cut points, growing; none: everything known is one bin.
    pub cuts: Vec<f64>,
}

impl Bins {
    /// `bins` intervals of equal width between the smallest and the largest value.
    ///
    /// # Errors
    /// `OutOfRange` for fewer than one bin, otherwise as [`Scale::min_max`].
    pub fn equal_width(training: &[f64], bins: usize) -> Result<Self, StatsError> {
        at_least_one(bins)?;
        let (min, max) = spread(&known(training)?)?;
        let mut cuts: Vec<f64> = (1..bins)
            .map(|k| {
                let share = k as f64 / bins as f64;
                min * (1.0 - share) + max * share
            })
            .collect();
        cuts.dedup();
        Ok(Self { cuts })
    }

    /// At most `bins` intervals with about equally many values ([`quantile::cut_points`]).
    ///
    /// # Errors
    /// `OutOfRange` for fewer than one bin, `NotFinite` for an infinity.
    pub fn equal_count(training: &[f64], bins: usize) -> Result<Self, StatsError> {
        at_least_one(bins)?;
        let cuts = quantile::cut_points(&known(training)?, bins);
        Ok(Self { cuts })
    }

    /// At most `bins` intervals of about equal weight ([`WeightedValues::cut_points`]); weights by value, finite and above 0.
    ///
    /// # Errors
    /// `LengthMismatch`, otherwise as [`Bins::equal_count`]; `OutOfRange` for a weight that is not above 0.
    pub fn equal_weight(training: &[f64], weights: &[f64], bins: usize) -> Result<Self, StatsError> {
        at_least_one(bins)?;
        if training.len() != weights.len() {
            return Err(StatsError::LengthMismatch {
                left: training.len(),
                right: weights.len(),
            });
        }
        if let Some(&value) = weights.iter().find(|weight| !(weight.is_finite() && **weight > 0.0)) {
            return Err(StatsError::OutOfRange {
                name: "weight",
                value,
                expected: "finite and above 0",
            });
        }
        known(training)?;
        let sorted = WeightedValues::new(training.iter().copied().zip(weights.iter().copied()));
        Ok(Self {
            cuts: sorted.cut_points(bins),
        })
    }

    /// Cuts at mean − m·sd … mean − sd, mean, mean + sd … mean + m·sd, with sd multiplied by `step`: 2m + 2 intervals.
    ///
    /// # Errors
    /// `OutOfRange` for a step that is not above 0, otherwise as [`Scale::z_score`].
    pub fn around_mean(training: &[f64], steps: u32, step: f64) -> Result<Self, StatsError> {
        if !(step > 0.0 && step.is_finite()) {
            return Err(StatsError::OutOfRange {
                name: "step",
                value: step,
                expected: "above 0",
            });
        }
        let Scale::ZScore { mean, sd } = Scale::z_score(training)? else {
            return Err(StatsError::NoSpread { name: "the column" });
        };
        let steps = i64::from(steps);
        let cuts = (-steps..=steps).map(|k| mean + k as f64 * step * sd).collect();
        Ok(Self { cuts })
    }

    /// Bins, the missing one included.
    pub fn count(&self) -> usize {
        self.cuts.len() + 2
    }

    /// The bin of a value.
    pub fn bin(&self, x: f64) -> usize {
        if x.is_nan() {
            0
        } else {
            1 + self.cuts.partition_point(|&cut| cut < x)
        }
    }
}

fn at_least_one(bins: usize) -> Result<(), StatsError> {
    if bins == 0 {
        return Err(StatsError::OutOfRange {
            name: "bins",
            value: 0.0,
            expected: "at least 1",
        });
    }
    Ok(())
}
