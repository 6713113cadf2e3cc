//! What scoring needs of a model: `model.json`.

use holdfast_domain::rule::ChurnRule;
use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::schema::Schema;
use holdfast_reasons::population::summary::Population;
use holdfast_stats::calibration::calibrator::Calibrator;
use holdfast_stats::conformal::fit::Conformal;
use serde::{Deserialize, Serialize};

use crate::models::question::Question;
use crate::models::training::describe::Segments;
use crate::models::training::horizons::Horizons;
use crate::models::watching::base::WatchBase;

/// The layout that this program writes.
pub const FORMAT: u32 = 2;

/// A model that can score.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ModelFile {
    /// Layout of the file.
    pub format: u32,
    /// The model's id.
    pub id: String,
    /// What it answers.
    pub question: Question,
    /// The churn definition that it learned.
    pub churn: ChurnRule,
    /// Attributes of customers that it was kept from seeing.
    pub exclude: Vec<String>,
    /// The model with the columns that it reads.
    pub fitted: Fitted,
    /// Columns that it does not read and sentences do.
    pub beside: Schema,
    /// The customers that it learned from, column by column: what reasons are compared with.
    pub population: Population,
    /// From its log-odds to calibrated ones.
    pub calibrator: Calibrator,
    /// Probabilities of other horizons.
    pub horizons: Horizons,
    /// From which probability on customers are warned about.
    pub thresholds: Thresholds,
    /// Segments of customers; absent where they do not differ.
    pub segments: Option<Segments>,
    /// Which outcomes cannot be ruled out.
    pub conformal: Conformal,
    /// How things were when it was trained.
    pub watch: WatchBase,
}

/// Where levels of warning begin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Yellow, and everything above.
    pub warn: f64,
    /// Orange.
    pub orange: f64,
    /// Red.
    pub red: f64,
}

impl Thresholds {
    /// The level of a probability.
    pub fn level(&self, probability: f64) -> holdfast_domain::level::Level {
        use holdfast_domain::level::Level;
        if probability < self.warn {
            Level::None
        } else if probability >= self.red {
            Level::Red
        } else if probability >= self.orange {
            Level::Orange
        } else {
            Level::Yellow
        }
    }
}
