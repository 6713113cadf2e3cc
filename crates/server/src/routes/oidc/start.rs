//! `GET /oidc/start`.

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::callback::turned_away;
use crate::frame::cookies;
use crate::frame::extract::Query;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Where to go on.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StartQuery {
    /// The page to go on to afterwards: a path of ours.
    #[serde(default, deserialize_with = "crate::wire::short::short::<2000, _>")]
    #[param(max_length = 2000)]
    pub return_to: Option<String>,
}

/// Sends the browser to the provider. What goes wrong is told on the sign-in page.
#[utoipa::path(get, path = "/oidc/start", tag = "who", params(StartQuery),
    responses((status = 302, description = "to the provider, or to the sign-in page with `problem`"), Problem))]
pub async fn start_oidc(Extract(state): Extract<State>, Query(query): Query<StartQuery>) -> Result<Response, Problem> {
    let return_to = query.return_to.as_deref().unwrap_or("/");
    match state.identity.depart(return_to, state.now_us()).await {
        Ok(departure) => {
            let cookie = cookies::sign_in(&state, &departure.state, departure.lasts_s)?;
            Ok((StatusCode::FOUND, [(LOCATION, departure.url)], [(SET_COOKIE, cookie)]).into_response())
        }
        Err(error) => turned_away(&state, error),
    }
}
