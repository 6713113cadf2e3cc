//! `POST /me/totp`.

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_identity::signed_in::SignedIn;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::idempotency::ShownOnce;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// A secret for the authenticator.
#[derive(Serialize, ToSchema)]
pub struct SecondFactor {
    /// In base32, to be typed.
    pub secret: String,
    /// `otpauth://…`, to be scanned.
    pub uri: String,
}

/// Proposes a second factor: six digits by the clock (RFC 6238). It counts once a code of it has come with PUT.
#[utoipa::path(post, path = "/me/totp", tag = "who", responses((status = 200, body = SecondFactor), Problem))]
pub async fn add_second_factor(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<(Extension<ShownOnce>, Json<SecondFactor>), Problem> {
    let proposal = state.identity.propose_second_factor(&signed_in).await?;
    let made = SecondFactor {
        secret: proposal.secret,
        uri: proposal.uri,
    };
    Ok((Extension(ShownOnce), Json(made)))
}
