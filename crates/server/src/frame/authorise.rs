//! What a route needs is written in one table, and nothing that is not in it is answered.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use holdfast_domain::access::permission::Permission;

use super::authenticate::Refused;
use super::caller::Caller;
use super::problem::Problem;
use crate::routes::table::TABLE;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Everybody.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Whose roles (and token) permit this.
    May(Permission),
    /// Whose roles permit one of these; the route looks closer.
    Either(Permission, Permission),
}

/// The line of a route.
pub fn needs(method: &Method, path: &str) -> Option<Needs> {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    // HEAD asks what GET asks.
    let method = if *method == Method::HEAD {
        "GET"
    } else {
        method.as_str()
    };
    TABLE
        .iter()
        .find(|(verb, route, _)| *verb == method && *route == path)
        .map(|(_, _, needs)| *needs)
}

/// Before the body of a request is looked at: may this caller call this route?
pub async fn authorise(mut request: Request, next: Next) -> Response {
    if let Some(Refused(problem)) = request.extensions_mut().remove::<Refused>() {
        return problem.into_response();
    }
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    // Pages and files have no line; they are open.
    let Some(path) = path.filter(|path| path.starts_with("/api/v1/")) else {
        return next.run(request).await;
    };
    let allowed = match needs(request.method(), &path) {
        Some(needs) => check(needs, request.extensions().get::<Caller>()),
        // The method is none of the route's: the router says so.
        None => Ok(()),
    };
    match allowed {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn check(needs: Needs, caller: Option<&Caller>) -> Result<(), Problem> {
    let signed_in = || caller.ok_or_else(Problem::not_signed_in);
    match needs {
        Needs::Open => Ok(()),
        Needs::SignedIn => signed_in().map(drop),
        Needs::May(permission) => signed_in()?.may(permission),
        Needs::Either(one, other) => {
            let caller = signed_in()?;
            if caller.can(other) { Ok(()) } else { caller.may(one) }
        }
    }
}
