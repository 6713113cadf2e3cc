//! The interface: one folder a noun, one file a verb.
//!
//! To add a route: a file with its wire types and its handler, a line in the noun's `routes`, and its line in the table of
//! `tests/it/permissions.rs`, which fails on a route that it does not know. Handlers extract, ask one use case, and answer.

use utoipa_axum::router::OpenApiRouter;

use crate::frame::state::State;

pub mod audit;
pub mod batches;
pub mod customer_filters;
pub mod customers;
pub mod dashboards;
pub mod definitions;
pub mod documents;
pub mod exports;
pub mod jobs;
pub mod me;
pub mod metrics;
pub mod models;
pub mod oidc;
pub mod overview;
pub mod quality;
pub mod questions;
pub mod rejects;
pub mod roles;
pub mod segments;
pub mod session;
pub mod setup;
pub mod sources;
pub mod sql;
pub mod stream;
pub mod table;
pub mod tokens;
pub mod uploads;
pub mod users;
pub mod workspace;

/// All routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .merge(audit::routes())
        .merge(customer_filters::routes())
        .merge(customers::routes())
        .merge(dashboards::routes())
        .merge(exports::routes())
        .merge(me::routes())
        .merge(metrics::routes())
        .merge(oidc::routes())
        .merge(overview::routes())
        .merge(questions::routes())
        .merge(roles::routes())
        .merge(session::routes())
        .merge(setup::routes())
        .merge(sql::routes())
        .merge(tokens::routes())
        .merge(users::routes())
        .merge(workspace::routes())
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
