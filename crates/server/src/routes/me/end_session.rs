//! `DELETE /me/sessions/{id}`.

use axum::Extension;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use holdfast_identity::signed_in::SignedIn;

use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Ends one of the own sessions. On the record.
#[utoipa::path(delete, path = "/me/sessions/{id}", tag = "who", params(("id" = String, Path, description = "the session's id", max_length = 64)),
    responses((status = 204, description = "ended"), Problem))]
pub async fn end_my_session(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    state.identity.close_session(&signed_in, &id, state.now_us()).await?;
    Ok(StatusCode::NO_CONTENT)
}
