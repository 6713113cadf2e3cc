//! The cookies that are set and taken back.

use axum::http::HeaderValue;

use super::authenticate::COOKIE;
use super::problem::Problem;
use super::state::State;

/// Holds the state of a sign-in through a provider until the browser comes back.
pub const STATE_COOKIE: &str = "holdfast_sign_in";

/// The session's cookie. Scripts cannot read it, and no other site's page can make the browser send it.
///
/// # Errors
/// When the token is no header value, which ours always are.
pub fn session(state: &State, token: &str) -> Result<HeaderValue, Problem> {
    set(state, COOKIE, token, "Strict", None)
}

/// Takes the session's cookie back.
///
/// # Errors
/// Never in practice.
pub fn without_session(state: &State) -> Result<HeaderValue, Problem> {
    set(state, COOKIE, "", "Strict", Some(0))
}

/// The cookie of a sign-in through a provider. `Lax`: the answer comes by a link from the provider's site.
///
/// # Errors
/// When the text is no header value, which ours always are.
pub fn sign_in(state: &State, text: &str, lasts_s: i64) -> Result<HeaderValue, Problem> {
    set(state, STATE_COOKIE, text, "Lax", Some(lasts_s))
}

fn set(state: &State, name: &str, value: &str, same_site: &str, lasts_s: Option<i64>) -> Result<HeaderValue, Problem> {
    let mut text = format!("{name}={value}; Path=/; HttpOnly; SameSite={same_site}");
    if state.settings.secure_cookies {
        text.push_str("; Secure");
    }
    // Without an age the cookie goes when the browser does; the server ends sessions by itself.
    if let Some(lasts_s) = lasts_s {
        text.push_str(&format!("; Max-Age={lasts_s}"));
    }
    HeaderValue::from_str(&text).map_err(|error| Problem::failed(&error))
}
