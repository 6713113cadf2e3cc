//! The map of addresses, and the layers that every request goes through.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::frame::assets::assets;
use crate::frame::authenticate::authenticate;
use crate::frame::authorise::authorise;
use crate::frame::headers::headers;
use crate::frame::health::{alive, meters, ready};
use crate::frame::idempotency::idempotency;
use crate::frame::limits::rate;
use crate::frame::log::log;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::frame::time::time;
use crate::frame::to_its_end::to_its_end;
use crate::openapi::ApiDoc;
use crate::routes::routes;

/// Bodies of ordinary requests; uploads and events say more themselves.
const BODY_BYTES: usize = 2 << 20;

/// The routes of the interface, and their document.
pub fn api() -> (Router<State>, OpenApi) {
    OpenApiRouter::with_openapi(ApiDoc::openapi())
        .nest("/api/v1", routes())
        .split_for_parts()
}

/// Everything that the server answers.
pub fn router(state: State) -> Router {
    let (api, document) = api();
    let text = document.to_json().unwrap_or_default();
    let document = move || async move { ([("content-type", "application/json")], text) };
    let compression = CompressionLayer::new()
        .gzip(true)
        .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream")));
    api.route("/api/openapi.json", get(document))
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/metrics", get(meters))
        .fallback(assets)
        // The last layer is the outermost.
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(state.clone(), idempotency))
        .layer(from_fn(to_its_end))
        .layer(from_fn(authorise))
        .layer(from_fn_with_state(state.clone(), rate))
        .layer(from_fn(time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), log))
        .layer(from_fn_with_state(state.clone(), authenticate))
        .layer(from_fn(headers))
        .layer(compression)
        .with_state(state)
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::failed(&"a handler panicked").into_response()
}
