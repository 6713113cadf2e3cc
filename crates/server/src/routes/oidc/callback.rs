//! `GET /oidc/callback`.

use axum::extract::State as Extract;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use holdfast_identity::error::IdentityError;
use holdfast_identity::oidc::arrive::Answer;
use serde::Deserialize;

use crate::frame::authenticate::cookie;
use crate::frame::cookies::{self, STATE_COOKIE};
use crate::frame::device::Sender;
use crate::frame::extract::Query;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// What the provider adds to our address.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbackQuery {
    /// A code to be exchanged for tokens.
    #[serde(default, deserialize_with = "crate::wire::short::short::<4000, _>")]
    #[param(max_length = 4000)]
    pub code: Option<String>,
    /// What we gave to the provider.
    #[serde(default, deserialize_with = "crate::wire::short::short::<200, _>")]
    #[param(max_length = 200)]
    pub state: Option<String>,
    /// Why the provider let nobody in.
    #[serde(default, deserialize_with = "crate::wire::short::short::<200, _>")]
    #[param(max_length = 200)]
    pub error: Option<String>,
}

/// The browser comes back from the provider: signs the person in and goes on to the page it came from. On the record.
#[utoipa::path(get, path = "/oidc/callback", tag = "who", params(CallbackQuery),
    responses((status = 302, description = "signed in, or to the sign-in page with `problem`"), Problem))]
pub async fn finish_oidc(
    Extract(state): Extract<State>,
    Sender(device): Sender,
    headers: HeaderMap,
    Query(query): Query<CallbackQuery>,
) -> Result<Response, Problem> {
    let (Some(code), Some(given)) = (query.code, query.state) else {
        let error = query
            .error
            .unwrap_or_else(|| "an answer without code and state".to_owned());
        return turned_away(&state, IdentityError::Provider(error));
    };
    let answer = Answer {
        code,
        state: given,
        cookie: cookie(&headers, STATE_COOKIE).unwrap_or_default().to_owned(),
    };
    match state.identity.arrive(&answer, &device, state.now_us()).await {
        Ok((opened, page)) => {
            let cookies = AppendHeaders([
                (SET_COOKIE, cookies::session(&state, &opened.token)?),
                (SET_COOKIE, cookies::sign_in(&state, "", 0)?),
            ]);
            Ok((StatusCode::FOUND, [(LOCATION, page)], cookies).into_response())
        }
        Err(error) => turned_away(&state, error),
    }
}

/// Back to the sign-in page, which says what is wrong by its code. What a provider said goes to the log alone.
pub(super) fn turned_away(state: &State, error: IdentityError) -> Result<Response, Problem> {
    let code = match error {
        IdentityError::Provider(reason) => {
            tracing::warn!(%reason, "signing in through the provider failed");
            "provider-failed".to_owned()
        }
        other => Problem::from(other).code,
    };
    let cookie = cookies::sign_in(state, "", 0)?;
    let page = format!("/sign-in?problem={code}");
    Ok((StatusCode::FOUND, [(LOCATION, page)], [(SET_COOKIE, cookie)]).into_response())
}
