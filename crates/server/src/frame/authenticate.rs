//! Who calls, found out from the cookie or the token, and whether a write by cookie was meant.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State as Extract};
use axum::http::{Extensions, HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use holdfast_domain::lang::Bilingual;
use holdfast_identity::signed_in::SignedIn;

use super::caller::{Caller, CallerFacts};
use super::problem::Problem;
use super::state::State;

/// The session's cookie.
pub const COOKIE: &str = "holdfast_session";
/// The header that a write by cookie needs.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// Why somebody is not let in who showed something: told by [`super::authorise::authorise`], after the request was counted and written down.
#[derive(Clone)]
pub(super) struct Refused(pub(super) Problem);

/// Puts a [`Caller`] and the [`SignedIn`] into requests of people and programs that are known. Whoever shows a cookie or token that is not
/// good any more goes on as nobody: routes that are open to everybody stay so.
pub async fn authenticate(Extract(state): Extract<State>, mut request: Request, next: Next) -> Response {
    match known(&state, request.headers(), request.method()).await {
        Ok(Some(signed_in)) => {
            let address = address(&state, request.extensions(), request.headers());
            request.extensions_mut().insert(caller(&signed_in, address));
            request.extensions_mut().insert(signed_in);
        }
        Ok(None) => {}
        Err(problem) => {
            request.extensions_mut().insert(Refused(problem));
        }
    }
    next.run(request).await
}

async fn known(state: &State, headers: &HeaderMap, method: &Method) -> Result<Option<SignedIn>, Problem> {
    let now = state.now_us();
    if let Some(bearer) = bearer(headers) {
        // A token that is wrong is told at once: a program would otherwise look for the mistake in its question.
        let found = state
            .identity
            .authenticate_token(bearer, now)
            .await
            .map_err(Problem::from)?;
        return found.map(Some).ok_or_else(Problem::not_signed_in);
    }
    let Some(token) = cookie(headers, COOKIE) else {
        return Ok(None);
    };
    let Some(found) = state
        .identity
        .authenticate_session(token, now)
        .await
        .map_err(Problem::from)?
    else {
        return Ok(None);
    };
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let header = headers
        .get(CSRF_HEADER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !reads && !state.identity.csrf_matches(&found, header) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "csrf",
            Bilingual::new(
                "请求缺少防伪标记",
                "the request lacks the session's token against forgery",
            ),
            Bilingual::new(
                "重新加载页面；程序请用 API 令牌",
                "load the page again; programs use an API token",
            ),
        ));
    }
    Ok(Some(found))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// A cookie's value.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Where the request comes from; what a proxy says counts only where the server was told that there is one.
pub fn address(state: &State, extensions: &Extensions, headers: &HeaderMap) -> String {
    let direct = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(address)| address.ip().to_string());
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        // The last entry of the last line is the one that our own proxy added.
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .map(|value| value.trim().to_owned());
    let through = state.settings.behind_proxy.then_some(forwarded).flatten();
    through.or(direct).unwrap_or_else(|| "unknown".to_owned())
}

fn caller(signed_in: &SignedIn, address: String) -> Caller {
    Caller::new(CallerFacts {
        user_id: signed_in.user.id.clone(),
        login: signed_in.user.login.clone(),
        lang: signed_in.user.lang,
        permissions: signed_in.permissions.clone(),
        rows: signed_in.rows.clone(),
        session_id: signed_in.session_id.clone(),
        token_id: signed_in.token_id.clone(),
        address,
    })
}
