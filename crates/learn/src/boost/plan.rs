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
    pub fn of(rows: usize, rarer: usize) -> Self {
        let bins = BinSettings {
            number_bins: if rows < 50_000 { 64 } else { 127 },
            ..BinSettings::default()
        };
        let trees = match rows {
            0..=19_999 => BoostSettings {
                rounds: 1000,
                learning_rate: 0.05,
                depth: 4,
                min_hessian: 3.0,
                lambda: 1.0,
                category_lambda: 5.0,
                column_share: 0.5,
                row_share: 0.7,
                patience: 30,
                seed: 0,
            },
            _ => BoostSettings {
                rounds: 1500,
                learning_rate: 0.1,
                depth: 6,
                min_hessian: 5.0,
                lambda: 1.0,
                category_lambda: 5.0,
                column_share: 0.5,
                row_share: 1.0,
                patience: 20,
                seed: 0,
            },
        };
        // Fewer than two of a class in a part, and its loss says nothing about when to stop.
        let (parts, trees) = match rarer {
            0..=9 => {
                let trees = BoostSettings {
                    rounds: 20,
                    depth: 2,
                    min_hessian: 1.0,
                    ..trees
                };
                (0, trees)
            }
            _ if rows < 50_000 => (5, trees),
            _ => (1, trees),
        };
        Self { trees, bins, parts }
    }
}
