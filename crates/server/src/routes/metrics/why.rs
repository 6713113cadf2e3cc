//! `GET /metrics/{id}/why`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::explore::Reader;
use holdfast_domain::lang::Bilingual;
use serde::Deserialize;
use utoipa::ToSchema;

use super::read::{MetricParameters, WhyParameters};
use crate::frame::caller::Caller;
use crate::frame::extract::{Path, Query};
use crate::frame::problem::Problem;
use crate::frame::reader::answered;
use crate::frame::state::State;
use crate::wire::asked::Asked;
use crate::wire::figure::{Change, ChurnHead, IntervalEnds, MetricHead, PeriodCell};
use crate::wire::freshness::Freshness;

const NAMES: [&str; 6] = ["definition", "period", "before", "after", "by", "where"];

/// A change and where it comes from.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhyAnswer {
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
    /// By dimension, the one that explains most first.
    pub dimensions: Vec<WhyDimension>,
    /// Of which data it speaks.
    pub freshness: Freshness,
}

/// The metric in one of the periods.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhySide {
    /// The period.
    pub period: PeriodCell,
    /// What was counted.
    pub numerator: f64,
    /// Out of what.
    pub denominator: Option<f64>,
    /// The value.
    pub value: f64,
}

/// The change by one dimension.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhyDimension {
    /// The dimension.
    pub dim: String,
    /// How far the change sits in other places than customers do, 0–1; null where nothing changed.
    pub explained: Option<f64>,
    /// Σ of rate effects.
    pub rate: f64,
    /// Σ of mix effects; `rate + mix` is the change.
    pub mix: f64,
    /// Segments, the largest effect first.
    pub segments: Vec<WhySegment>,
}

/// What a segment adds to the change, in the metric's unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhySegment {
    /// Value of the dimension; null where not known.
    pub segment: Option<String>,
    /// The segment's own value, earlier and later.
    #[schema(min_items = 2, max_items = 2)]
    pub value: Vec<Option<f64>>,
    /// Its share of the denominator, earlier and later.
    #[schema(min_items = 2, max_items = 2)]
    pub share: Vec<Option<f64>>,
    /// Through the change of its own value.
    pub rate: f64,
    /// 95 % interval of `rate`.
    pub rate_interval: Option<IntervalEnds>,
    /// Through the change of its share.
    pub mix: f64,
    /// Both.
    pub total: f64,
    /// `total` as a part of the whole change.
    pub part: Option<f64>,
}

/// Where the change of a metric between two periods comes from: which segments, by their own value or by their share.
#[utoipa::path(get, path = "/metrics/{id}/why", tag = "metrics",
    params(("id" = String, Path, description = "The metric."), WhyParameters),
    responses((status = 200, body = WhyAnswer), Problem))]
pub async fn ask_why(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = Asked::new(pairs, &NAMES)?;
    let key = format!("metrics/{id}/why?{}", asked.key());
    let (before, after) = (named(&asked, "before")?, named(&asked, "after")?);
    let ask = MetricParameters::of(&asked)?.ask(id);
    let explain = move |reader: &Reader| reader.why(&ask, &before, &after);
    answered(&state, &caller, &headers, &key, explain).await
}

fn named(asked: &Asked, name: &str) -> Result<String, Problem> {
    asked.one(name)?.ok_or_else(|| {
        Problem::invalid(
            "parameter-missing",
            name,
            Bilingual::new("缺少这个参数：要比较的周期", "the period to compare is missing"),
        )
    })
}
