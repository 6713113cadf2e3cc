//! `POST /session`.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderName, HeaderValue};
use holdfast_identity::sign_in::password::Typed;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::frame::cookies;
use crate::frame::device::Sender;
use crate::frame::extract::Body;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::me::Me;

/// What somebody typed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The login.
    #[schema(max_length = 200)]
    pub login: String,
    /// The password.
    #[schema(max_length = 1000, format = Password)]
    pub password: String,
    /// Six digits of the authenticator, or a recovery code; needed where there is a second factor.
    #[schema(max_length = 40)]
    pub code: Option<String>,
}

/// Signs somebody in: sets the session's cookie. `wrong-login`, `second-factor-needed` and `wrong-code` are 401, `locked` 423 and
/// `too-many-attempts` 429 with `retry_after_s`. On the record, refusals too.
#[utoipa::path(post, path = "/session", tag = "who", request_body = SignIn, responses((status = 200, body = Me), Problem))]
pub async fn sign_in(
    Extract(state): Extract<State>,
    Sender(device): Sender,
    Body(typed): Body<SignIn>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<Me>), Problem> {
    let typed = Typed {
        login: typed.login,
        password: typed.password,
        code: typed.code,
    };
    let opened = state.identity.sign_in(&typed, &device, state.now_us()).await?;
    let cookie = cookies::session(&state, &opened.token)?;
    Ok(([(SET_COOKIE, cookie)], Json(Me::of(&state, opened.signed_in))))
}
