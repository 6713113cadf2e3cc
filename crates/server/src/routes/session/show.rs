//! `GET /session`.

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_identity::signed_in::SignedIn;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::me::Me;

/// Who is signed in.
#[utoipa::path(get, path = "/session", tag = "who", responses((status = 200, body = Me), Problem))]
pub async fn show_session(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
) -> Json<Me> {
    Json(Me::of(&state, signed_in))
}
