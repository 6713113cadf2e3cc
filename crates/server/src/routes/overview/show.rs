//! `GET /overview`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::overview::OverviewAsk;

use super::parameters::OverviewParameters;
use super::wire::OverviewAnswer;
use crate::frame::caller::Caller;
use crate::frame::extract::Query;
use crate::frame::problem::Problem;
use crate::frame::reader::answered;
use crate::frame::state::State;
use crate::wire::asked::Asked;

const NAMES: [&str; 4] = ["definition", "period", "to", "where"];

/// Churn now, against the period before and the year before; what it costs; who is about to leave; what changed and why.
#[utoipa::path(get, path = "/overview", tag = "overview", params(OverviewParameters),
    responses((status = 200, body = OverviewAnswer), Problem))]
pub async fn show_overview(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = Asked::new(pairs, &NAMES)?;
    let ask = OverviewAsk {
        definition: asked.one("definition")?,
        period: asked.one("period")?,
        to: asked.one("to")?,
        filters: asked.many("where"),
    };
    let key = format!("overview?{}", asked.key());
    answered(&state, &caller, &headers, &key, move |reader| reader.overview(&ask)).await
}
