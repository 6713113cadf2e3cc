//! `GET /metrics/{id}/reconciliation`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::explore::Reader;
use holdfast_app::lake::{Ask, Other};
use holdfast_domain::access::permission::Permission;
use serde::Deserialize;
use utoipa::ToSchema;

use super::read::ReconciliationParameters;
use crate::frame::caller::Caller;
use crate::frame::extract::{Path, Query};
use crate::frame::problem::Problem;
use crate::frame::reader::answered;
use crate::frame::state::State;
use crate::wire::asked::Asked;
use crate::wire::figure::{ChurnHead, MetricHead, PeriodCell};
use crate::wire::freshness::Freshness;
use crate::wire::text::Text;

const NAMES: [&str; 6] = [
    "definition",
    "other_metric",
    "other_definition",
    "period",
    "of",
    "limit",
];

/// Two numbers, and every customer who makes the difference.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reconciliation {
    /// The period.
    pub period: PeriodCell,
    /// The day up to which the data go.
    #[schema(format = Date)]
    pub through: String,
    /// The first way of counting.
    pub a: ReconciledSide,
    /// The other.
    pub b: ReconciledSide,
    /// The numerators.
    pub numerator: ReconciledPart,
    /// The denominators, where both have one.
    pub denominator: Option<ReconciledPart>,
    /// Of which data it speaks.
    pub freshness: Freshness,
}

/// One way of counting, and what it gives.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconciledSide {
    /// The metric.
    pub metric: MetricHead,
    /// The churn definition.
    pub churn: ChurnHead,
    /// What was counted.
    pub numerator: i64,
    /// Out of what.
    pub denominator: Option<i64>,
    /// The value.
    pub value: Option<f64>,
}

/// The numerators, or the denominators.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconciledPart {
    /// The first's count.
    pub a: i64,
    /// The other's count.
    pub b: i64,
    /// Customers who are counted differently.
    #[schema(minimum = 0)]
    pub customers: u64,
    /// By kind of reason, the most customers first.
    pub reasons: Vec<ReasonTotal>,
    /// The customers, up to the limit; none for whoever may not see customers.
    pub differences: Vec<CustomerDifference>,
}

/// How much of a difference is due to one kind of reason.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonTotal {
    /// Stable name.
    pub reason: String,
    /// The same in words.
    pub label: Text,
    /// Customers.
    #[schema(minimum = 0)]
    pub customers: u64,
    /// Σ of the first's count − the other's.
    pub difference: i64,
}

/// A customer who is counted differently.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerDifference {
    /// Id as the company gave it.
    pub customer_id: String,
    /// Counted by the first.
    pub a: i64,
    /// Counted by the other.
    pub b: i64,
    /// What the first's definition says of the customer.
    pub a_says: Text,
    /// What the other's definition says.
    pub b_says: Text,
    /// Why they differ.
    pub reason: Text,
}

/// Two definitions or two rates of one period, down to the customers that make the difference.
#[utoipa::path(get, path = "/metrics/{id}/reconciliation", tag = "metrics",
    params(("id" = String, Path, description = "The metric."), ReconciliationParameters),
    responses((status = 200, body = Reconciliation), Problem))]
pub async fn reconcile_metric(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = Asked::new(pairs, &NAMES)?;
    let key = format!("metrics/{id}/reconciliation?{}", asked.key());
    let named = asked.whole("limit")?.unwrap_or(100).min(1_000) as usize;
    let limit = if caller.can(Permission::ViewCustomers) {
        named
    } else {
        0
    };
    let ask = Ask {
        metric: id,
        definition: asked.one("definition")?,
        period: asked.one("period")?,
        ..Ask::default()
    };
    let (other_metric, other_definition) = (asked.one("other_metric")?, asked.one("other_definition")?);
    let of = asked.one("of")?;
    let reconcile = move |reader: &Reader| {
        let other = Other {
            metric: other_metric.as_deref(),
            definition: other_definition.as_deref(),
            period: of.as_deref(),
            limit,
        };
        reader.reconciliation(&ask, other)
    };
    answered(&state, &caller, &headers, &key, reconcile).await
}
