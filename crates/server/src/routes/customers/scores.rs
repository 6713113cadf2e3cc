//! `GET /customers/{key}/scores`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::customers::score_history;
use serde::Serialize;
use utoipa::ToSchema;

use super::score::CustomerScore;
use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::reader::found;
use crate::frame::state::State;
use crate::wire::freshness::Freshness;

/// All scores of a customer.
#[derive(Serialize, ToSchema)]
pub struct ScoreHistoryAnswer {
    #[serde(flatten)]
    history: ScoreHistory,
    /// Of which data it speaks.
    freshness: Freshness,
}

/// Scores over time.
#[derive(Serialize, ToSchema)]
pub struct ScoreHistory {
    /// The oldest first.
    pub items: Vec<CustomerScore>,
}

/// What models said of a customer over time, and why.
#[utoipa::path(get, path = "/customers/{key}/scores", tag = "customers",
    params(("key" = u32, Path, description = "The customer's key.")),
    responses((status = 200, body = ScoreHistoryAnswer), Problem))]
pub async fn show_scores(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(key): Path<u32>,
) -> Result<Response, Problem> {
    let asked = format!("customers/{key}/scores");
    found(&state, &caller, &headers, &asked, move |reader| {
        let found = reader.ask(None, |room| score_history(room, key))?;
        Ok(found.map(|scores| ScoreHistory {
            items: scores.into_iter().map(Into::into).collect(),
        }))
    })
    .await
}
