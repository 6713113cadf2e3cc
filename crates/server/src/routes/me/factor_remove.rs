//! `DELETE /me/totp`.

use axum::Extension;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use holdfast_identity::signed_in::SignedIn;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Shows that whoever asks is the person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordProof {
    /// The password.
    #[schema(max_length = 1000, format = Password)]
    pub password: String,
}

/// Removes the second factor and its recovery codes. On the record.
#[utoipa::path(delete, path = "/me/totp", tag = "who", request_body = PasswordProof, responses((status = 204, description = "removed"), Problem))]
pub async fn remove_second_factor(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Body(proof): Body<PasswordProof>,
) -> Result<StatusCode, Problem> {
    let now_us = state.now_us();
    state
        .identity
        .remove_second_factor(&signed_in, &proof.password, &caller.address, now_us)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
