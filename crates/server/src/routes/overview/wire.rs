//! What an overview is on the wire.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::routes::metrics::{WhyDimension, WhySide};
use crate::wire::figure::{Change, ChurnHead, Comparison, IntervalEnds, MetricHead, PeriodLength, PeriodStatus, Unit};
use crate::wire::freshness::Freshness;
use crate::wire::text::Text;

/// How things are.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverviewAnswer {
    /// The churn definition.
    pub definition: ChurnHead,
    /// The period that values are of.
    pub period: OverviewPeriod,
    /// Figures with their ground.
    pub tiles: Vec<OverviewTile>,
    /// Who came, stayed, came back and was lost.
    pub lifecycle: Vec<OverviewLifecycle>,
    /// What the latest scores say; null without scores.
    pub warnings: Option<OverviewWarnings>,
    /// Why the churn rate changed between the last two complete periods; null where there are no two.
    pub why: Option<OverviewWhy>,
    /// What is to be kept in mind.
    pub remark: Text,
    /// Of which data it speaks.
    pub freshness: Freshness,
}

/// A period.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverviewPeriod {
    /// Its length.
    pub grain: PeriodLength,
    /// Its label.
    pub label: String,
    /// How much of it the data cover.
    pub status: PeriodStatus,
}

/// A figure with its ground, what it was before, and its course.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverviewTile {
    /// `churn_rate`, `customers`, `lost`, `revenue_at_risk`, `revenue_churn`, `net_revenue_retention`, `amount`.
    pub id: String,
    /// The metric.
    pub metric: MetricHead,
    /// The churn definition.
    pub churn: ChurnHead,
    /// The period that the value is of; of money at risk the day of the scores.
    pub period: String,
    /// How much of the period the data cover.
    pub status: PeriodStatus,
    /// What values are measured in.
    pub unit: Unit,
    /// The value; null where nothing is known.
    pub value: Option<f64>,
    /// What was counted.
    pub numerator: Option<f64>,
    /// Out of what.
    pub denominator: Option<f64>,
    /// 95 % interval.
    pub interval: Option<IntervalEnds>,
    /// The period before, and the same period of the year before.
    pub comparisons: Vec<Comparison>,
    /// The currency of money.
    pub currency: Option<String>,
    /// Its course; the last point may be of a period that is under way.
    pub series: Vec<OverviewPoint>,
    /// The SQL that counts it.
    pub sql: String,
}

/// A period of a course.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverviewPoint {
    /// Its label.
    pub label: String,
    /// Its first day.
    #[schema(format = Date)]
    pub first_day: String,
    /// Its last day.
    #[schema(format = Date)]
    pub last_day: String,
    /// How much of it the data cover.
    pub status: PeriodStatus,
    /// The value.
    pub value: Option<f64>,
}

/// The customers of a period.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverviewLifecycle {
    /// Its label.
    pub period: String,
    /// How much of it the data cover.
    pub status: PeriodStatus,
    /// Became customers for the first time.
    pub new: Option<i64>,
    /// Were customers at the start and not lost in it.
    pub kept: Option<i64>,
    /// Came back after they had been lost.
    pub returned: Option<i64>,
    /// Were lost.
    pub lost: Option<i64>,
}

/// Customers by level of warning, and the money that is at risk.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverviewWarnings {
    /// The day that the scores look back from.
    #[schema(format = Date)]
    pub as_of: String,
    /// The model.
    pub model_id: String,
    /// Days that they look ahead.
    pub horizon_days: i32,
    /// Call first.
    #[schema(minimum = 0)]
    pub red: u64,
    /// Call next.
    #[schema(minimum = 0)]
    pub orange: u64,
    /// Watch.
    #[schema(minimum = 0)]
    pub yellow: u64,
    /// No warning.
    #[schema(minimum = 0)]
    pub none: u64,
    /// Customers with a score.
    #[schema(minimum = 0)]
    pub customers: u64,
    /// Σ probability: customers that are expected to be lost within the horizon.
    pub expected_lost: f64,
    /// Σ probability × value, minor units; null where no value is known.
    pub value_at_risk_minor: Option<i64>,
    /// Customers whose value is known: those that the sum is over.
    #[schema(minimum = 0)]
    pub with_value: u64,
    /// The currency.
    pub currency: String,
}

/// Where the change of the churn rate comes from, by the dimension that explains most.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverviewWhy {
    /// The metric.
    pub metric: MetricHead,
    /// The churn definition.
    pub churn: ChurnHead,
    /// The day up to which the data go.
    #[schema(format = Date)]
    pub through: String,
    /// The earlier period.
    pub before: WhySide,
    /// The later period.
    pub after: WhySide,
    /// The difference.
    pub change: Change,
    /// Whether both periods are complete.
    pub like_for_like: bool,
    /// The currency of money.
    pub currency: Option<String>,
    /// The dimension.
    pub dimensions: Vec<WhyDimension>,
}
