//! `POST /me/password`.

use axum::extract::State as Extract;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderName, HeaderValue};
use axum::{Extension, Json};
use holdfast_identity::signed_in::SignedIn;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::cookies;
use crate::frame::device::Sender;
use crate::frame::extract::Body;
use crate::frame::idempotency::ShownOnce;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::me::Me;

/// A password and the one after it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one.
    #[schema(max_length = 1000, format = Password)]
    pub current: String,
    /// The new one.
    #[schema(max_length = 1000, format = Password)]
    pub new: String,
}

/// The new session: its cookie and who it is.
type Signed = (Extension<ShownOnce>, [(HeaderName, HeaderValue); 1], Json<Me>);

/// Changes the own password. All sessions end; this browser gets a new one, with another `csrf`. On the record.
#[utoipa::path(post, path = "/me/password", tag = "who", request_body = PasswordChange, responses((status = 200, body = Me), Problem))]
pub async fn change_password(
    Extract(state): Extract<State>,
    _: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Sender(device): Sender,
    Body(change): Body<PasswordChange>,
) -> Result<Signed, Problem> {
    let (current, new) = (&change.current, &change.new);
    let opened = state
        .identity
        .change_password(&signed_in, current, new, &device, state.now_us())
        .await?;
    let cookie = cookies::session(&state, &opened.token)?;
    Ok((
        Extension(ShownOnce),
        [(SET_COOKIE, cookie)],
        Json(Me::of(&state, opened.signed_in)),
    ))
}
