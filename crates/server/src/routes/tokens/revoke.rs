//! `DELETE /tokens/{id}`.

use axum::Extension;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use holdfast_identity::signed_in::SignedIn;

use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Revokes an own token: its next request is refused. On the record.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "who", params(("id" = String, Path, description = "the token's id", max_length = 64)),
    responses((status = 204, description = "revoked"), Problem))]
pub async fn revoke_token(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    state.identity.revoke_token(&signed_in, &id, state.now_us()).await?;
    Ok(StatusCode::NO_CONTENT)
}
