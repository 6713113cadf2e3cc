//! How a table of a given size is learned from.

use serde::{Deserialize, Serialize};

use super::settings::BoostSettings;
use crate::encode::binner::BinSettings;

/// Settings of the boosted trees as a learner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BoostingSettings {
    /// What is learned how finely; `None`: by the number of rows and of the rarer class ([`BoostingPlan::of`]).
    pub plan: Option<BoostingPlan>,
    /// Numeric columns along which the prediction may only rise or only fall.
    pub monotone: Vec<Monotone>,
}

/// A direction that the prediction keeps along a column, everything else equal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Monotone {
    /// Name of a numeric column.
    pub column: String,
    /// Whether the log-odds rise (or stay) where the column rises; false: they fall or stay.
    pub rising: bool,
}

/// Trees, bins and how early stopping is done. Seeds are the task's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoostingPlan {
    /// The trees.
    pub trees: BoostSettings,
    /// The bins.
    pub bins: BinSettings,
    /// Parts of the rows, drawn by key, of which each is held out in turn: a booster a part, stopped where the mean loss over all
    /// parts is least, and the mean of the boosters is the model. 1: a tenth is held out once. 0: nothing is held out, all rounds are fitted.
    pub parts: usize,
}

impl BoostingPlan {
    /// For `rows` rows, `rarer` of them of the rarer class.
    ///
    /// Few rows are learned from in shallow trees, on draws of rows and columns, five times over: the mean of five boosters is steadier
    /// than one, and five parts say when to stop better than one does. Many rows need none of this.
    pub fn of(rows: usize, rarer: usize) -> Self {
        let bins = BinSettings {
            number_bins: if rows < 50_000 { 64 } else { 127 },
            // From here on the order of rates says more than sets of levels, and few levels are so frequent that both say the same.
            levels: 24,
            ..BinSettings::default()
        };
        let trees = BoostSettings {
            rounds: 1000,
            learning_rate: 0.08,
            depth: if rows < 5_000 { 3 } else { 4 },
            min_hessian: 3.0,
            lambda: 1.0,
            category_lambda: 5.0,
            column_share: 0.5,
            row_share: 0.7,
            patience: 20,
            seed: 0,
        };
        // A tenth of the rows says when to stop where it holds a hundred of the rarer class.
        let once = if rarer < 1_000 { PARTS } else { 1 };
        let (trees, parts) = match rows {
            0..=29_999 => (trees, PARTS),
            30_000..=299_999 => {
                let steady = BoostSettings {
                    column_share: 0.3,
                    row_share: 1.0,
                    min_hessian: 5.0,
                    ..trees
                };
                (steady, once)
            }
            _ => {
                let large = BoostSettings {
                    learning_rate: 0.12,
                    depth: 5,
                    column_share: 0.4,
                    row_share: 1.0,
                    min_hessian: 10.0,
                    ..trees
                };
                (large, once)
            }
        };
        // With fewer than two of a class in a part its loss says nothing about when to stop.
        if rarer < 2 * PARTS {
            let few = BoostSettings {
                rounds: 20,
                depth: 2,
                min_hessian: 1.0,
                ..trees
            };
            return Self {
                trees: few,
                bins,
                parts: 0,
            };
        }
        Self { trees, bins, parts }
    }

    /// The plan where no rows can be held out: as many trees as do no harm.
    pub(super) fn without_stopping(self) -> Self {
        let trees = BoostSettings {
            rounds: self.trees.rounds.min(100),
            learning_rate: self.trees.learning_rate.max(0.1),
            row_share: 1.0,
            ..self.trees
        };
        Self {
            trees,
            parts: 0,
            ..self
        }
    }
}

/// Parts of which each is held out in turn.
const PARTS: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handful_of_churners_is_not_spent_on_stopping() {
        assert_eq!(BoostingPlan::of(1_000_000, 9).parts, 0);
        assert_eq!(BoostingPlan::of(30, 10).parts, PARTS);
        assert_eq!(BoostingPlan::of(1_000_000, 500).parts, PARTS);
        assert_eq!(BoostingPlan::of(1_000_000, 10_000).parts, 1);
    }
}
