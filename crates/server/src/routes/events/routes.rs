//! The map of events.

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{accept, status};
use crate::frame::state::State;

/// Bytes of a batch at most; the use case refuses the same, in words.
const BATCH_BYTES: usize = 17 << 20;

/// Routes of events.
pub fn routes() -> OpenApiRouter<State> {
    let batches = OpenApiRouter::new()
        .routes(routes!(accept::accept_events))
        .layer(DefaultBodyLimit::max(BATCH_BYTES));
    OpenApiRouter::new()
        .merge(batches)
        .routes(routes!(status::events_status))
}
