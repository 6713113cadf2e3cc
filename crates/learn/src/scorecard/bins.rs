//! The bins of a column, and what each says.

use holdfast_stats::transform::{Bins, WoeBin, WoeBins};
use serde::{Deserialize, Serialize};

use crate::contract::draw::Cases;
use crate::encode::levels::LevelPlaces;
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, UNSEEN};

/// Levels told apart at most.
const LEVELS: usize = 30;

/// Which bin a value is in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cut {
    /// Intervals of a number; bin 0 is "missing".
    Number {
        /// The intervals.
        bins: Bins,
    },
    /// Levels of a category; bin 0 is "missing", the last one holds rare levels and those that were not seen.
    Category {
        /// The levels.
        places: LevelPlaces,
    },
}

/// A binned column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BinnedColumn {
    /// Which bin a value is in.
    pub cut: Cut,
    /// Weights of churned and retained rows, and weight of evidence, by bin.
    pub bins: Vec<WoeBin>,
    /// Information value, at least 0.
    pub information_value: f64,
}

impl BinnedColumn {
    /// Bins a column: numbers so that the churn rate only rises or only falls, categories by level.
    ///
    /// # Errors
    /// As [`WoeBins::fit_weighted`].
    pub fn fit(cases: &Cases, feature: &Feature, fine_bins: usize, least_share: f64) -> Result<Self, LearnError> {
        match &feature.data {
            FeatureData::Number(values) => {
                let own: Vec<f64> = cases.rows.iter().map(|&row| values[row as usize]).collect();
                let churned: Vec<bool> = (0..cases.rows.len()).map(|position| cases.label(position)).collect();
                let fitted = WoeBins::fit_weighted(&own, &churned, cases.weights, fine_bins, least_share)?;
                Ok(Self {
                    cut: Cut::Number { bins: fitted.bins },
                    bins: fitted.weights,
                    information_value: fitted.information_value,
                })
            }
            FeatureData::Category { codes, levels } => {
                let least = least_share * cases.totals().1;
                let places = LevelPlaces::fit(codes, levels.len(), cases.rows, cases.weights, least, LEVELS);
                let mut counts = vec![(0.0, 0.0); places.count()];
                for (position, &weight) in cases.weights.iter().enumerate() {
                    let count = &mut counts[places.place(codes[cases.rows[position] as usize])];
                    *(if cases.label(position) { &mut count.0 } else { &mut count.1 }) += weight;
                }
                let (bins, information_value) = WoeBin::of_counts(&counts);
                let cut = Cut::Category { places };
                Ok(Self { cut, bins, information_value })
            }
        }
    }

    /// The bin of a row; `None` for a level that training did not know.
    #[inline]
    pub fn bin(&self, data: &FeatureData, row: u32) -> Option<usize> {
        match (&self.cut, data) {
            (Cut::Number { bins }, FeatureData::Number(values)) => Some(bins.bin(values[row as usize])),
            (Cut::Category { places }, FeatureData::Category { codes, .. }) => match codes[row as usize] {
                UNSEEN => None,
                code => Some(places.place(code)),
            },
            _ => None,
        }
    }

    /// Weight of evidence of a row: 0, what an average customer says, for a level that training did not know and a bin without rows.
    #[inline]
    pub fn woe(&self, data: &FeatureData, row: u32) -> f64 {
        self.bin(data, row).map_or(0.0, |bin| self.bins[bin].woe)
    }

    /// Information value that a column without any meaning shows on average with as many filled bins: (bins − 1)·(1/churned + 1/retained).
    pub fn noise(&self) -> f64 {
        let filled = self.bins.iter().filter(|bin| bin.total() > 0.0).count() as f64;
        let churned: f64 = self.bins.iter().map(|bin| bin.churned).sum();
        let retained: f64 = self.bins.iter().map(|bin| bin.retained).sum();
        (filled - 1.0).max(0.0) * (1.0 / churned + 1.0 / retained)
    }
}
