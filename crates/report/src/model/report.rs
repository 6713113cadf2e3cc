//! The whole report.

use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::churn::{ChurnSection, Difference};
use super::data::DataSection;
use super::drivers::{CustomerSegment, Division, Driver, Rule};
use super::evaluation::{Curves, Evaluation, ModelSection};
use super::events::EventSection;
use super::shapes::ShapeSection;
use super::survival::SurvivalSection;
use super::warnings::{Thresholds, ValueSection, WarningSection};

/// The version of this schema: the major number changes when a reader of the old one would break.
pub const SCHEMA_VERSION: &str = "1.2";

/// A churn report.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Version of this schema.
    pub schema_version: String,
    /// Version of Holdfast that made the report.
    pub holdfast_version: String,
    /// Seed of everything random. The same input, seed and version give the same bytes.
    pub seed: u64,
    /// The summary in sentences: what, how much, who, why, what to do, how sure.
    pub narrative: Vec<Narrative>,
    /// What was read and what each column was taken for.
    pub data: DataSection,
    /// How much churn there is, in all and by segment.
    pub churn: ChurnSection,
    /// Retained against lost customers, column by column, strongest first.
    pub differences: Vec<Difference>,
    /// Which model was chosen and from what.
    pub model: ModelSection,
    /// How good the model is on customers it did not learn from.
    pub evaluation: Evaluation,
    /// The curves behind the evaluation.
    pub curves: Curves,
    /// What drives the model, strongest first.
    pub drivers: Vec<Driver>,
    /// Shape functions of the additive model, with intervals.
    pub shapes: ShapeSection,
    /// Short rules that describe who leaves.
    pub rules: Vec<Rule>,
    /// Groups of similar customers.
    pub segments: Vec<CustomerSegment>,
    /// How clear the groups are. Absent without groups.
    pub division: Option<Division>,
    /// How long customers stay. Absent without a tenure or a first purchase.
    pub survival: Option<SurvivalSection>,
    /// What is at stake. Absent when no amount is known.
    pub value: Option<ValueSection>,
    /// Where the line between warned and not warned was drawn, and why there.
    pub thresholds: Thresholds,
    /// Warning levels and the most urgent customers.
    pub warnings: WarningSection,
    /// Cohorts, lifecycle, RFM and purchase intervals. Only for event logs.
    pub events: Option<EventSection>,
}

/// One paragraph of the summary.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Narrative {
    /// Which question it answers.
    pub question: Question,
    /// The answer, one to four sentences.
    pub text: Bilingual,
}

/// The questions that a report answers first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// What was measured.
    What,
    /// How much churn there is.
    HowMuch,
    /// Who leaves.
    Who,
    /// Why they leave.
    Why,
    /// What to do.
    WhatToDo,
    /// How sure this is.
    HowSure,
}
