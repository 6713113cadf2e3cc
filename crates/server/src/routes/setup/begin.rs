//! `POST /setup`.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use holdfast_domain::lang::Lang;
use holdfast_identity::people::first::First;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::frame::cookies;
use crate::frame::device::Sender;
use crate::frame::extract::Body;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::access::LangWord;
use crate::wire::me::Me;

/// The first administrator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAdministrator {
    /// What is typed to sign in.
    #[schema(max_length = 200)]
    pub login: String,
    /// The name that others see.
    #[schema(max_length = 200)]
    pub name: String,
    /// The password.
    #[schema(max_length = 1000, format = Password)]
    pub password: String,
    /// Language of the pages.
    #[schema(value_type = LangWord)]
    pub lang: Lang,
}

/// Makes the first administrator and signs them in. Only while nobody is there; on the record.
#[utoipa::path(post, path = "/setup", tag = "who", request_body = NewAdministrator, responses((status = 200, body = Me), Problem))]
pub async fn begin(
    Extract(state): Extract<State>,
    Sender(device): Sender,
    Body(new): Body<NewAdministrator>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<Me>), Problem> {
    let first = First {
        login: new.login,
        name: new.name,
        password: new.password,
        lang: new.lang,
    };
    let opened = state.identity.set_up(&first, &device, state.now_us()).await?;
    let cookie = cookies::session(&state, &opened.token)?;
    Ok(([(SET_COOKIE, cookie)], Json(Me::of(&state, opened.signed_in))))
}
