//! A write that has begun is done to its end, whoever still waits for it: the act, its line in the audit log, its answer for whoever asks again.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

/// Routes that read although they are asked by POST: they stop when nobody waits, and nothing of their answers is kept.
const READ: [&str; 4] = [
    "/api/v1/sql",
    "/api/v1/questions/{id}/rows",
    "/api/v1/exports",
    "/api/v1/definitions/trial",
];

/// Whether a request changes something.
pub(super) fn writes(request: &Request) -> bool {
    let method = request.method();
    let changes = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method);
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    changes && !route.is_some_and(|route| READ.contains(&route))
}

/// Carries writes on when the client has gone or its time is over.
pub async fn to_its_end(request: Request, next: Next) -> Response {
    if !writes(&request) {
        return next.run(request).await;
    }
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            // Told where all panics are.
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => Problem::failed(&error).into_response(),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use tokio::sync::Notify;
    use tower::ServiceExt as _;

    use super::*;

    /// Sends a POST to a route whose handler has begun when the client goes away; whether it comes to its end.
    async fn ends(path: &'static str) -> bool {
        let (begun, on, done) = (
            Arc::new(Notify::new()),
            Arc::new(Notify::new()),
            Arc::new(Notify::new()),
        );
        let parts = (Arc::clone(&begun), Arc::clone(&on), Arc::clone(&done));
        let handler = move || {
            let (begun, on, done) = parts.clone();
            async move {
                begun.notify_one();
                on.notified().await;
                done.notify_one();
            }
        };
        let router = Router::new().route(path, post(handler)).layer(from_fn(to_its_end));
        let request = Request::post(path).body(Body::empty()).unwrap();
        tokio::select! {
            response = router.oneshot(request) => panic!("answered: {response:?}"),
            () = begun.notified() => {}
        }
        on.notify_one();
        let patience = std::time::Duration::from_millis(200);
        tokio::time::timeout(patience, done.notified()).await.is_ok()
    }

    #[tokio::test]
    async fn a_write_goes_on_when_the_client_has_gone_and_a_question_does_not() {
        assert!(ends("/api/v1/definitions").await);
        assert!(!ends("/api/v1/sql").await);
    }
}
