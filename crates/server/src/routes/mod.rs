//! The interface: one folder a noun, one file a verb.
//!
//! To add a route: a file with its wire types and its handler, a line in the noun's `routes`, and its line in the table of
//! `tests/it/permissions.rs`, which fails on a route that it does not know. Handlers extract, ask one use case, and answer.

use utoipa_axum::router::OpenApiRouter;

use crate::frame::state::State;

pub mod batches;
pub mod definitions;
pub mod jobs;
pub mod metrics;
pub mod models;
pub mod quality;
pub mod rejects;
pub mod segments;
pub mod sources;
pub mod stream;
pub mod table;
pub mod uploads;

/// All routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .merge(metrics::routes())
        .merge(models::routes())
        .merge(segments::routes())
        .merge(jobs::routes())
        .merge(sources::routes())
        .merge(batches::routes())
        .merge(rejects::routes())
        .merge(quality::routes())
        .merge(uploads::routes())
        .merge(definitions::routes())
        .merge(stream::routes())
}
