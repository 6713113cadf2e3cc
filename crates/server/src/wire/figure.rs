//! Figures with their ground, as they travel: a metric's table and its parts. Use cases give them whole ([`super::fresh::Fresh`]); these types say what is in them, and
//! tests read answers by them, nothing more and nothing less.

use serde::Deserialize;
use utoipa::ToSchema;

use super::freshness::Freshness;
use super::text::Text;

/// How much of a period the data cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodStatus {
    /// All of it.
    Complete,
    /// Its beginning.
    Partial,
    /// Nothing yet: values are null.
    NotDue,
    /// The data begin after it: values are null.
    BeforeData,
}

/// What a value is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share: 0.05 is 5 %.
    Rate,
    /// Whole customers.
    Customers,
    /// Whole minor units.
    Money,
    /// Days.
    Days,
    /// Hours.
    Hours,
    /// Whole things.
    Count,
    /// Points from −100 to 100.
    Score,
    /// A quotient that may lie above 1.
    Ratio,
}

/// Whether more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    HigherIsBetter,
    /// Less is better.
    LowerIsBetter,
    /// Neither.
    Neutral,
}

/// Whether values may be summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Additivity {
    /// Over groups and over periods.
    Additive,
    /// Over groups, not over periods.
    SemiAdditive,
    /// Not at all, but numerators and denominators may.
    Ratio,
    /// Not at all.
    None,
}

/// How sure a value is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    /// Not said.
    None,
    /// Wilson's score interval.
    Wilson,
    /// Adjusted Wald for a net promoter score.
    Nps,
}

/// Length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodLength {
    /// A day.
    Day,
    /// Seven days from Monday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// What a metric is.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricHead {
    /// Its id.
    pub id: String,
    /// Grows when the meaning changes.
    #[schema(minimum = 1)]
    pub version: u32,
    /// Its name.
    pub name: Text,
    /// What values are measured in.
    pub unit: Unit,
    /// What numerator and denominator are both measured in, where the unit does not say: a ratio of money. Null: the numerator of money, days and hours is
    /// measured in them, and everything else is counted.
    pub parts: Option<Unit>,
    /// What it says.
    pub definition: Text,
    /// What is counted.
    pub numerator: Text,
    /// Out of what; null for a plain count or sum.
    pub denominator: Option<Text>,
    /// Whether more is better.
    pub direction: Direction,
    /// Whether values may be summed.
    pub additivity: Additivity,
    /// Which interval goes with a value.
    pub interval: IntervalKind,
}

/// What churn means here.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChurnHead {
    /// Id of the definition.
    pub id: String,
    /// The definition in a sentence.
    pub sentence: Text,
}

/// A period of an answer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodCell {
    /// `2024-01`.
    pub label: String,
    /// Its first day.
    #[schema(format = Date)]
    pub first_day: String,
    /// Its last day.
    #[schema(format = Date)]
    pub last_day: String,
    /// How much of it the data cover.
    pub status: PeriodStatus,
}

/// How a value differs from another.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Value − other, in the metric's unit.
    pub absolute: f64,
    /// (value − other) ÷ |other|; null where the other is 0.
    pub relative: Option<f64>,
}

/// Which earlier period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompareWith {
    /// The period before.
    Previous,
    /// The same period a year before.
    LastYear,
}

/// An earlier period beside a value.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// Which one.
    pub with: CompareWith,
    /// Its label.
    pub period: String,
    /// How much of it the data cover.
    pub status: PeriodStatus,
    /// Its value.
    pub value: Option<f64>,
    /// The difference; null where either value is.
    pub change: Option<Change>,
    /// Whether both periods are complete.
    pub like_for_like: bool,
}

/// Both ends of a 95 % interval.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IntervalEnds {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A value of a metric's own key: an age, a class.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum KeyValue {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// A row of a metric's table.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricRow {
    /// The period.
    pub period: PeriodCell,
    /// Values of the dimensions; null where not known.
    pub dims: Vec<Option<String>>,
    /// Values of the metric's own keys.
    pub keys: Vec<Option<KeyValue>>,
    /// What was counted.
    pub numerator: Option<f64>,
    /// Out of what.
    pub denominator: Option<f64>,
    /// The value; null where nothing is known or the denominator is 0.
    pub value: Option<f64>,
    /// 95 % interval of the value.
    pub interval: Option<IntervalEnds>,
    /// Earlier periods, in the order asked for.
    pub comparisons: Vec<Comparison>,
    /// The difference to the benchmark.
    pub to_benchmark: Option<Change>,
}

/// A dimension and the value that customers must have.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DimensionFilter {
    /// The dimension.
    pub dim: String,
    /// Its value; null: not known.
    pub value: Option<String>,
}

/// What a metric is usually like, by the user's own word.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkValue {
    /// The metric.
    pub metric: String,
    /// For periods of this length only; null: any.
    pub grain: Option<PeriodLength>,
    /// The value, in the metric's unit.
    pub value: f64,
    /// Where the figure comes from.
    pub source: String,
}

/// The answer to a question about a metric, with its ground.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricTable {
    /// The metric.
    pub metric: MetricHead,
    /// The churn definition.
    pub churn: ChurnHead,
    /// Length of the periods.
    pub grain: PeriodLength,
    /// Names of the dimensions.
    pub dims: Vec<String>,
    /// Names of the metric's own keys.
    pub keys: Vec<String>,
    /// Which customers alone were counted.
    pub filters: Vec<DimensionFilter>,
    /// The day that the answer looks back from.
    #[schema(format = Date)]
    pub as_of: String,
    /// The day up to which the data go.
    #[schema(format = Date)]
    pub through: String,
    /// The time zone of its days.
    pub zone: String,
    /// The currency of money.
    pub currency: Option<String>,
    /// The SQL that was executed.
    pub sql: String,
    /// What the metric is usually like.
    pub benchmark: Option<BenchmarkValue>,
    /// In order of period, then keys, then dimensions (unknown last).
    pub rows: Vec<MetricRow>,
    /// Of which data it speaks.
    pub freshness: Freshness,
}
