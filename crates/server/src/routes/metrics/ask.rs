//! `GET /metrics/{id}`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;

use super::read::{MetricParameters, NAMES};
use crate::frame::caller::Caller;
use crate::frame::extract::{Path, Query};
use crate::frame::problem::Problem;
use crate::frame::reader::answered;
use crate::frame::state::State;
use crate::wire::asked::Asked;
use crate::wire::figure::MetricTable;

/// A metric by period and dimensions: every value with numerator, denominator, interval and how much of its period the data cover.
#[utoipa::path(get, path = "/metrics/{id}", tag = "metrics",
    params(("id" = String, Path, description = "The metric."), MetricParameters),
    responses((status = 200, body = MetricTable), Problem))]
pub async fn ask_metric(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = Asked::new(pairs, &NAMES)?;
    let key = format!("metrics/{id}?{}", asked.key());
    let ask = MetricParameters::of(&asked)?.ask(id);
    answered(&state, &caller, &headers, &key, move |reader| reader.metric(&ask)).await
}
