//! Where a sign-in comes from: an argument of the routes that let people in.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use holdfast_identity::sign_in::open::Device;

use super::authenticate::{COOKIE, address, cookie};
use super::problem::Problem;
use super::state::State;

/// The address, the browser, and the session that the browser still has.
#[derive(Clone, Debug)]
pub struct Sender(pub Device);

impl FromRequestParts<State> for Sender {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let agent = parts
            .headers
            .get(header::USER_AGENT)
            .and_then(|value| value.to_str().ok());
        Ok(Self(Device {
            address: address(state, &parts.extensions, &parts.headers),
            agent: agent.unwrap_or_default().to_owned(),
            previous: cookie(&parts.headers, COOKIE).map(str::to_owned),
        }))
    }
}
