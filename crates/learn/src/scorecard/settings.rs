//! Settings of a scorecard.

use serde::{Deserialize, Serialize};

use crate::error::LearnError;

/// Settings of a scorecard.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScorecardSettings {
    /// Fine bins of a number before they are pooled, 2–100.
    pub fine_bins: usize,
    /// Share of the known rows that a bin holds at least, 0–0.5.
    pub least_share: f64,
    /// Information value that a column needs, 0 or above. Siddiqi (2006): below 0.02 not predictive, 0.1 weak, 0.3 medium, 0.5 strong.
    pub least_information: f64,
    /// Columns at most, at least 1.
    pub columns: usize,
    /// Ridge on the squared coefficients, above 0.
    pub ridge: f64,
    /// Rows learned from at most.
    pub max_rows: usize,
    /// How log-odds become points.
    pub scale: PointScale,
}

/// How log-odds become points: more points, less churn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointScale {
    /// Score at the base odds.
    pub base_score: f64,
    /// Odds of staying against churning at the base score, above 0.
    pub base_odds: f64,
    /// Points that double the odds of staying, above 0.
    pub doubling: f64,
}

impl Default for PointScale {
    /// 600 points at 50 : 1, 20 points to double the odds (Siddiqi 2006).
    fn default() -> Self {
        Self {
            base_score: 600.0,
            base_odds: 50.0,
            doubling: 20.0,
        }
    }
}

impl Default for ScorecardSettings {
    fn default() -> Self {
        Self {
            fine_bins: 20,
            least_share: 0.05,
            least_information: 0.02,
            columns: 20,
            ridge: 0.1,
            max_rows: 200_000,
            scale: PointScale::default(),
        }
    }
}

impl ScorecardSettings {
    /// Settings for a table of `rows` rows.
    pub fn for_rows(_rows: usize, _columns: usize, _seed: u64) -> Self {
        Self::default()
    }

    pub(super) fn check(&self) -> Result<(), LearnError> {
        let above = |value: f64| value.is_finite() && value > 0.0;
        let rules = [
            (
                "fine_bins",
                self.fine_bins as f64,
                (2..=100).contains(&self.fine_bins),
                "between 2 and 100",
            ),
            (
                "least_share",
                self.least_share,
                (0.0..=0.5).contains(&self.least_share),
                "between 0 and 0.5",
            ),
            (
                "least_information",
                self.least_information,
                self.least_information >= 0.0,
                "0 or above",
            ),
            ("columns", self.columns as f64, self.columns > 0, "at least 1"),
            ("ridge", self.ridge, above(self.ridge), "above 0"),
            ("max_rows", self.max_rows as f64, self.max_rows > 1, "at least 2"),
            (
                "base_score",
                self.scale.base_score,
                self.scale.base_score.is_finite(),
                "a number",
            ),
            (
                "base_odds",
                self.scale.base_odds,
                above(self.scale.base_odds),
                "above 0",
            ),
            ("doubling", self.scale.doubling, above(self.scale.doubling), "above 0"),
        ];
        match rules.into_iter().find(|rule| !rule.2) {
            None => Ok(()),
            Some((name, value, _, allowed)) => Err(LearnError::Setting {
                name,
                value: value.to_string(),
                allowed,
            }),
        }
    }
}
