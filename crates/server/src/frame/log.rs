//! One line a request: its number, who, what, how it ended, how long it took. Never a body, a query's values, a cookie or a token.

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::caller::Caller;
use super::problem::Problem;
use super::state::State;

/// The header that carries the request's number.
pub const REQUEST_ID: &str = "x-request-id";

/// Numbers the request, logs it, counts it, and writes the number into problems.
pub async fn log(axum::extract::State(state): axum::extract::State<State>, request: Request, next: Next) -> Response {
    let number = state.next_request();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let login = request.extensions().get::<Caller>().map(|caller| caller.login.clone());
    let timer = state.meters.begin();
    let mut response = next.run(request).await;
    let seconds = timer.elapsed().as_secs_f64();
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let numbered = Problem {
            request_id: Some(number.clone()),
            ..problem
        };
        let fields = response.headers().clone();
        response = numbered.into_response();
        for (name, value) in &fields {
            if name != axum::http::header::CONTENT_LENGTH {
                response.headers_mut().insert(name.clone(), value.clone());
            }
        }
    }
    let status = response.status().as_u16();
    state.meters.count(&method, &route, status, seconds);
    tracing::info!(
        request_id = %number,
        %method,
        route,
        status,
        milliseconds = (seconds * 1e4).round() / 10.0,
        login = login.as_deref().unwrap_or("-"),
        "request"
    );
    if let Ok(value) = HeaderValue::from_str(&number) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Log lines go to standard error from now on; `HOLDFAST_LOG` chooses which (`info` unless set).
pub fn subscribe(json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("HOLDFAST_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,holdfast=info,holdfast_server=info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second subscriber in one process (tests) is not needed.
    let _ = if json {
        lines.json().flatten_event(true).try_init()
    } else {
        lines.with_ansi(false).try_init()
    };
}
