//! How much churn there is, in all and by segment; retained against lost.

use holdfast_domain::churn::ChurnDefinition;
use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The churn rate and what it rests on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChurnSection {
    /// The definition.
    pub definition: ChurnDefinition,
    /// The definition in a sentence.
    pub sentence: Bilingual,
    /// Metric id and version, e.g. `churn_rate_label@1`.
    pub metric: String,
    /// Churned ÷ customers, 0–1.
    pub rate: f64,
    /// Lower end of the 95 % Wilson interval.
    pub ci_low: f64,
    /// Upper end of the 95 % Wilson interval.
    pub ci_high: f64,
    /// Numerator.
    pub churned: u64,
    /// Denominator.
    pub customers: u64,
    /// `complete`: every outcome window has passed.
    pub status: Completeness,
    /// How the definition was chosen (event logs): candidate days and the share that comes back after each.
    pub suggestion: Option<DefinitionSuggestion>,
    /// Churn by each category of each segmenting column, columns with the largest spread first.
    pub by_segment: Vec<SegmentTable>,
}

/// Whether the period that a number speaks of is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Completeness {
    /// It is over and its data is in.
    Complete,
    /// It is running, or data is missing.
    Partial,
    /// It has not begun.
    NotDue,
}

/// Why this many days of silence were taken for churn.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DefinitionSuggestion {
    /// The choice in a sentence.
    pub text: Bilingual,
    /// Candidates in rising order of days.
    pub candidates: Vec<SilenceCandidate>,
}

/// What happens after a silence of so many days.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SilenceCandidate {
    /// Days of silence.
    pub days: i32,
    /// Share of all intervals between purchases (unfinished ones counted as censored) that are over by then, 0–1.
    pub returned_by_then: f64,
    /// Whether this one was chosen.
    pub chosen: bool,
}

/// Churn by the values of one column.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SegmentTable {
    /// The column.
    pub column: String,
    /// The column in words.
    pub label: Bilingual,
    /// Cramér's V of the column against churn, 0–1.
    pub cramers_v: f64,
    /// Adjusted p-value (Benjamini–Hochberg over all columns).
    pub q_value: f64,
    /// One row a value, in natural order (numbers) or by falling churn rate.
    pub rows: Vec<SegmentRow>,
}

/// Churn within one value (or one interval of values) of a column.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SegmentRow {
    /// The value or the interval.
    pub value: Bilingual,
    /// Denominator.
    pub customers: u64,
    /// Numerator.
    pub churned: u64,
    /// Churned ÷ customers, 0–1.
    pub rate: f64,
    /// Lower end of the 95 % Wilson interval.
    pub ci_low: f64,
    /// Upper end of the 95 % Wilson interval.
    pub ci_high: f64,
}

/// How lost customers differ from retained ones in one column.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// The column.
    pub column: String,
    /// The column in words.
    pub label: Bilingual,
    /// Which effect size is given.
    pub effect: EffectKind,
    /// Its value: the standardised mean difference (lost − retained, may be negative) or Cramér's V (0–1).
    pub effect_size: f64,
    /// Raw p-value of the test: Welch's t for numbers, χ² for categories.
    pub p_value: f64,
    /// Adjusted p-value (Benjamini–Hochberg over all columns).
    pub q_value: f64,
    /// Whether the q-value is below 0.05.
    pub significant: bool,
    /// Retained customers: mean of a number, or the most typical value and its share.
    pub retained: Bilingual,
    /// Lost customers: the same.
    pub lost: Bilingual,
}

/// An effect size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// Standardised mean difference (Cohen's d with the pooled standard deviation).
    StandardisedMeanDifference,
    /// Cramér's V, bias-corrected.
    CramersV,
}
