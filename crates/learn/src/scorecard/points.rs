//! The card: points by bin.

use serde::{Deserialize, Serialize};

use super::bins::Cut;
use super::fit::{ScorecardModel, ScoredColumn};
use super::settings::PointScale;
use crate::contract::schema::Schema;
use crate::frame::Frame;

/// One line of the card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardLine {
    /// Name of the column.
    pub column: String,
    /// Which values.
    pub values: CardValues,
    /// Weight of the churned rows learned from.
    pub churned: f64,
    /// Weight of the retained ones.
    pub retained: f64,
    /// Churn rate, 0–1; `None` without rows.
    pub churn_rate: Option<f64>,
    /// Weight of evidence; above 0: more churn than on the whole.
    pub woe: f64,
    /// Information value of the column.
    pub information_value: f64,
    /// Points, more for less churn.
    pub points: f64,
}

/// Values of a bin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CardValues {
    /// No value.
    Missing,
    /// Numbers above `above` up to `upto`; open where `None`.
    Interval {
        /// Lower end, not included.
        above: Option<f64>,
        /// Upper end, included.
        upto: Option<f64>,
    },
    /// One level.
    Level {
        /// Its name.
        level: String,
    },
    /// Levels with few rows, and those that training did not know of (which have the points of a weight of evidence of 0).
    Rare {
        /// Names of those that training knew.
        levels: Vec<String>,
    },
}

impl PointScale {
    /// Points by which a unit of log-odds of churn is paid.
    pub fn factor(&self) -> f64 {
        self.doubling / std::f64::consts::LN_2
    }

    /// The score at log-odds of churn.
    pub fn score(&self, margin: f64) -> f64 {
        self.base_score - self.factor() * (self.base_odds.ln() + margin)
    }

    /// The log-odds of churn at a score.
    pub fn margin(&self, score: f64) -> f64 {
        (self.base_score - score) / self.factor() - self.base_odds.ln()
    }
}

impl ScorecardModel {
    /// Lines of the columns in the card, by column and bin. The points of the intercept are shared equally among the columns (Siddiqi
    /// 2006), so that the score is the sum of one line a column.
    pub fn card(&self, schema: &Schema) -> Vec<CardLine> {
        let mut lines = Vec::new();
        for (scored, column) in self
            .columns
            .iter()
            .zip(&schema.columns)
            .filter(|(scored, _)| scored.coefficient != 0.0)
        {
            for (place, bin) in scored.binned.bins.iter().enumerate() {
                let total = bin.total();
                lines.push(CardLine {
                    column: column.name.clone(),
                    values: values(&scored.binned.cut, place, column.levels.as_deref().unwrap_or(&[])),
                    churned: bin.churned,
                    retained: bin.retained,
                    churn_rate: (total > 0.0).then(|| bin.churned / total),
                    woe: bin.woe,
                    information_value: scored.binned.information_value,
                    points: self.points(scored, bin.woe),
                });
            }
        }
        lines
    }

    /// The points of each column in the card for a row of a frame with the schema that it was fitted on, with the column's place; and the score, which they
    /// add up to. An empty card has the score of the base rate and no points.
    pub fn points_of(&self, frame: &Frame, row: u32) -> (Vec<(usize, f64)>, f64) {
        let used = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, scored)| scored.coefficient != 0.0);
        let points: Vec<(usize, f64)> = used
            .map(|(column, scored)| {
                (
                    column,
                    self.points(scored, scored.binned.woe(&frame.columns[column].data, row)),
                )
            })
            .collect();
        let score = if points.is_empty() {
            self.scale.score(self.intercept)
        } else {
            points.iter().map(|(_, points)| points).sum()
        };
        (points, score)
    }

    fn points(&self, scored: &ScoredColumn, woe: f64) -> f64 {
        let used = self
            .columns
            .iter()
            .filter(|scored| scored.coefficient != 0.0)
            .count()
            .max(1) as f64;
        self.scale.score(self.intercept) / used - self.scale.factor() * scored.coefficient * woe
    }
}

fn values(cut: &Cut, place: usize, levels: &[String]) -> CardValues {
    if place == 0 {
        return CardValues::Missing;
    }
    let name = |code: u32| levels.get(code as usize).cloned().unwrap_or_default();
    match cut {
        Cut::Number { bins } => CardValues::Interval {
            above: place.checked_sub(2).and_then(|below| bins.cuts.get(below)).copied(),
            upto: bins.cuts.get(place - 1).copied(),
        },
        Cut::Category { places } => match places.frequent.get(place - 1) {
            Some(&code) => CardValues::Level { level: name(code) },
            None => CardValues::Rare {
                levels: places.rare().map(name).collect(),
            },
        },
    }
}
