//! Whether the process lives, and whether it can answer.

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_domain::lang::Bilingual;

use super::problem::Problem;
use super::state::State;

/// The process lives.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Its database answers and it is not about to stop.
pub async fn ready(Extract(state): Extract<State>) -> Response {
    let stopping = state.is_stopping();
    let failed = match state.store.ping().await {
        Ok(()) => None,
        Err(error) => Some(error.to_string()),
    };
    match failed {
        None if !stopping => "ready\n".into_response(),
        cause => {
            if let Some(cause) = cause {
                tracing::warn!(%cause, "the operational database does not answer");
            }
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "not-ready",
                Bilingual::new("服务尚未就绪或正在停止", "the server is not ready, or about to stop"),
                Bilingual::new("稍后重试", "try again later"),
            )
            .into_response()
        }
    }
}

/// Figures of the server.
pub async fn meters(Extract(state): Extract<State>) -> Response {
    state.meters.page()
}
