//! Which features are wanted.

use super::measure::{Measure, Statistic};

/// Which features are wanted. The same options give the same columns whatever the data, so that training and scoring agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureOptions {
    /// Lengths of windows in periods, each 1 to the panel's length.
    pub windows: Vec<u32>,
    /// Measures, each once.
    pub measures: Vec<Measure>,
    /// Statistics of each measure and window, each once.
    pub statistics: Vec<Statistic>,
    /// Whether to compare the last period with the one before, with the same a year ago and with the moving averages.
    pub lags: bool,
    /// Kinds whose events and shares are counted ([`super::most_frequent_kinds`]); one that the panel does not know has none.
    pub kinds: Vec<String>,
}

impl FeatureOptions {
    /// What people can follow, over the same windows as [`FeatureOptions::all`]: how much, how much at a time, how unsteady, where it is going. Other
    /// statistics of the same numbers repeat these: models gain next to nothing from them, and reasons become hard to read.
    pub fn telling(periods: usize, kinds: Vec<String>) -> Self {
        Self {
            statistics: vec![
                Statistic::Sum,
                Statistic::Intensity,
                Statistic::Cv,
                Statistic::StandardisedSlope,
            ],
            ..Self::all(periods, kinds)
        }
    }

    /// Everything over 1, 3, 6, 12 and 24 periods where the panel is as long, and these kinds.
    pub fn all(periods: usize, kinds: Vec<String>) -> Self {
        Self {
            windows: [1, 3, 6, 12, 24]
                .into_iter()
                .filter(|&window| window as usize <= periods)
                .collect(),
            measures: Measure::ALL.to_vec(),
            statistics: Statistic::ALL.to_vec(),
            lags: true,
            kinds,
        }
    }
}
