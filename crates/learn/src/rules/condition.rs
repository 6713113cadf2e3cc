//! The conditions that rules are made of.

use holdfast_stats::quantile;
use serde::{Deserialize, Serialize};

use crate::frame::{FeatureData, Frame, MISSING};

/// One condition on one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleCondition {
    /// Index of the column in the frame.
    pub column: usize,
    /// What must hold.
    pub test: Test,
}

/// What a condition asks of a value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Test {
    /// The category has this code.
    Level(u32),
    /// The number is at most this.
    AtMost(f64),
    /// The number is above this.
    Above(f64),
    /// There is no value.
    Missing,
}

impl RuleCondition {
    /// Whether the condition holds for a row of a frame with the same columns.
    pub fn holds(&self, frame: &Frame, row: usize) -> bool {
        match (&frame.columns[self.column].data, self.test) {
            (FeatureData::Number(values), Test::AtMost(cut)) => values[row] <= cut,
            (FeatureData::Number(values), Test::Above(cut)) => values[row] > cut,
            (FeatureData::Number(values), Test::Missing) => values[row].is_nan(),
            (FeatureData::Category { codes, .. }, Test::Level(level)) => codes[row] == level,
            (FeatureData::Category { codes, .. }, Test::Missing) => codes[row] == MISSING,
            _ => false,
        }
    }
}

/// Levels of a category tried: the most frequent ones.
const LEVELS: usize = 50;

/// Every condition that at least `least` of the rows satisfy and at least `least` do not; numbers are cut into at most `bins` intervals.
pub(super) fn candidates(frame: &Frame, rows: &[u32], least: usize, bins: usize) -> Vec<RuleCondition> {
    let passes = |count: usize| count >= least && rows.len() - count >= least;
    let mut out = Vec::new();
    for (column, feature) in frame.columns.iter().enumerate() {
        let mut add = |test: Test, count: usize| {
            if passes(count) {
                out.push(RuleCondition { column, test });
            }
        };
        match &feature.data {
            FeatureData::Number(values) => {
                let picked: Vec<f64> = rows.iter().map(|&r| values[r as usize]).collect();
                add(Test::Missing, picked.iter().filter(|v| v.is_nan()).count());
                for cut in quantile::cut_points(&picked, bins) {
                    add(Test::AtMost(cut), picked.iter().filter(|&&v| v <= cut).count());
                    add(Test::Above(cut), picked.iter().filter(|&&v| v > cut).count());
                }
            }
            FeatureData::Category { codes, levels } => {
                let mut counts = vec![0usize; levels.len() + 1];
                for &row in rows {
                    let code = codes[row as usize];
                    let slot = if code == MISSING { levels.len() } else { code as usize };
                    // A level that the frame does not name satisfies no condition.
                    if let Some(count) = counts.get_mut(slot) {
                        *count += 1;
                    }
                }
                add(Test::Missing, counts[levels.len()]);
                let mut order: Vec<usize> = (0..levels.len()).filter(|&l| counts[l] >= least).collect();
                order.sort_by_key(|&l| (std::cmp::Reverse(counts[l]), l));
                for level in order.into_iter().take(LEVELS) {
                    add(Test::Level(level as u32), counts[level]);
                }
            }
        }
    }
    out
}
