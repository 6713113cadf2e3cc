//! `PUT /me/totp`.

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_identity::signed_in::SignedIn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::idempotency::ShownOnce;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// A code of the authenticator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorCode {
    /// Six digits.
    #[schema(max_length = 40)]
    pub code: String,
}

/// For when the telephone is gone.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Each works once. They are shown this once.
    pub recovery_codes: Vec<String>,
}

/// Makes the proposed second factor count, and gives recovery codes. On the record.
#[utoipa::path(put, path = "/me/totp", tag = "who", request_body = FactorCode, responses((status = 200, body = RecoveryCodes), Problem))]
pub async fn confirm_second_factor(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Body(typed): Body<FactorCode>,
) -> Result<(Extension<ShownOnce>, Json<RecoveryCodes>), Problem> {
    let now_us = state.now_us();
    let codes = state
        .identity
        .confirm_second_factor(&signed_in, &typed.code, &caller.address, now_us)
        .await?;
    Ok((Extension(ShownOnce), Json(RecoveryCodes { recovery_codes: codes })))
}
