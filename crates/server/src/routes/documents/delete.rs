//! Throwing something away.

use axum::http::header::IF_MATCH;
use axum::http::{HeaderMap, StatusCode};

use super::document::Spec;
use super::edit::version;
use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Deletes an own one; where `If-Match` names a version, that one alone.
///
/// # Errors
/// `changed-meanwhile`, `not-found` for one that is not the caller's.
pub(crate) async fn delete<S: Spec>(
    state: &State,
    caller: &Caller,
    headers: &HeaderMap,
    id: &str,
) -> Result<StatusCode, Problem> {
    let version = headers.contains_key(IF_MATCH).then(|| version(headers)).transpose()?;
    let was_there = state
        .store
        .delete_document(S::KIND, id, &caller.user_id, version)
        .await?;
    if was_there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}
