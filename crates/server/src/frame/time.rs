//! How long a request may take.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use holdfast_domain::lang::Bilingual;

use super::problem::Problem;

/// The longest that a request may take.
const LONGEST: Duration = Duration::from_secs(120);
/// The same for a file: two gibibytes over a slow line.
const LONGEST_FILE: Duration = Duration::from_secs(2 * 60 * 60);

/// Answers 504 to a request that takes too long. A stream is answered at once, and ends itself.
pub async fn time(request: Request, next: Next) -> Response {
    let brings_a_file = request.method() == Method::POST && request.uri().path() == "/api/v1/uploads";
    let limit = if brings_a_file { LONGEST_FILE } else { LONGEST };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(
            StatusCode::GATEWAY_TIMEOUT,
            "too-slow",
            Bilingual::new("处理超过了时限", "it took longer than is allowed"),
            Bilingual::new("缩小范围后重试", "ask for less and try again"),
        )
        .into_response(),
    }
}
