//! `DELETE /session`.

use axum::Extension;
use axum::extract::State as Extract;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use holdfast_identity::signed_in::SignedIn;

use crate::frame::caller::Caller;
use crate::frame::cookies;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Signs out: ends the session and takes its cookie back. On the record.
#[utoipa::path(delete, path = "/session", tag = "who", responses((status = 204, description = "signed out"), Problem))]
pub async fn sign_out(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1]), Problem> {
    let session_id = signed_in.session_id.clone().unwrap_or_default();
    state
        .identity
        .close_session(&signed_in, &session_id, state.now_us())
        .await?;
    Ok((
        StatusCode::NO_CONTENT,
        [(SET_COOKIE, cookies::without_session(&state)?)],
    ))
}
