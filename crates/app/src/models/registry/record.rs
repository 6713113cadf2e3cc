//! What is known of a training run: `run.json`.

use std::collections::BTreeMap;

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use serde::{Deserialize, Serialize};

use crate::models::choose::Suspicious;
use crate::models::question::Question;
use crate::models::training::charts::Charts;
use crate::models::training::curves::Curves;
use crate::models::training::describe::{FairnessRecord, RuleRecord, SegmentRecord};
use crate::models::training::figures::Figures;
use crate::models::training::groups::GroupFigures;
use crate::models::training::leaderboard::Line;
use crate::models::training::origins::Scheme;

/// A training run with everything that it takes to repeat it, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Layout of the file.
    pub format: u32,
    /// The model's id.
    pub id: String,
    /// When it was trained, RFC 3339, UTC.
    pub created_at: String,
    /// Version of the program.
    pub code_version: String,
    /// Seed of every draw.
    pub seed: u64,
    /// Commit of the lake, and Delta version of each of its tables.
    pub data: DataVersion,
    /// What the model answers.
    pub question: Question,
    /// The churn definition in words.
    pub churn: Bilingual,
    /// Last day with data.
    pub through: Day,
    /// The cutoffs that were learned from.
    pub cutoffs: Vec<CutoffRecord>,
    /// Customers that rows were drawn from all; below 1 where there were more than are learned from.
    pub share_of_customers: f64,
    /// How candidates were judged.
    pub scheme: Scheme,
    /// Candidates, simplest first.
    pub leaderboard: Vec<Line>,
    /// Candidates that were not judged, and why.
    pub skipped: Vec<(String, String)>,
    /// The method that won, with its settings.
    pub method: serde_json::Value,
    /// Its name in words.
    pub title: Bilingual,
    /// Calibration that was chosen.
    pub calibration: String,
    /// Figures of the winner, calibrated by rows that it was not judged on.
    pub figures: Figures,
    /// The same by judging cutoff.
    pub by_cutoff: Vec<(Day, Figures)>,
    /// The same by group.
    pub by_group: Vec<GroupFigures>,
    /// Points of the charts that the figures are read from.
    #[serde(default)]
    pub charts: Charts,
    /// How much history helps, and how the ranking ages.
    pub curves: Curves,
    /// Predicted and observed share lost by horizon, on the last judging cutoff.
    pub horizons: Vec<HorizonRecord>,
    /// What the model reads, strongest first.
    pub features: Vec<FeatureRecord>,
    /// Columns that say too much.
    pub suspicious: Vec<Suspicious>,
    /// Segments of the customers of the last cutoff.
    pub segments: Vec<SegmentRecord>,
    /// Rules that held on later customers.
    pub rules: Vec<RuleRecord>,
    /// One decision tree as text.
    pub tree: Bilingual,
    /// How groups fare.
    pub fairness: Vec<FairnessRecord>,
}

/// Which data were read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataVersion {
    /// Commit of the lake.
    pub commit: u64,
    /// Delta version of each table.
    pub tables: BTreeMap<String, u64>,
}

/// A cutoff that was learned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CutoffRecord {
    /// Its day: only what was known before its start was seen.
    pub day: Day,
    /// Last day of its outcome window.
    pub outcome_through: Day,
    /// Customers.
    pub customers: u64,
    /// Lost ones among them.
    pub lost: u64,
}

/// A horizon that was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HorizonRecord {
    /// Days.
    pub days: i32,
    /// Customers.
    pub customers: u64,
    /// Mean probability.
    pub predicted: f64,
    /// Share that was lost.
    pub observed: f64,
    /// Its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// AUC of the horizon's probabilities.
    pub auc: Option<f64>,
}

/// A column that the model reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeatureRecord {
    /// Its name.
    pub name: String,
    /// In words.
    pub label: Bilingual,
    /// Mean size of what it adds to the log-odds.
    pub importance: f64,
}
