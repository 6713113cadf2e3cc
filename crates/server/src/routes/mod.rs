//! The interface: one folder a noun, one file a verb.
//!
//! To add a route: a file with its wire types and its handler, a line in the noun's `routes`, and its line in the table of
//! `tests/it/permissions.rs`, which fails on a route that it does not know. Handlers extract, ask one use case, and answer.

use utoipa_axum::router::OpenApiRouter;

use crate::frame::state::State;

pub mod audit;
pub mod customer_filters;
pub mod customers;
pub mod dashboards;
pub mod documents;
pub mod exports;
pub mod me;
pub mod metrics;
pub mod oidc;
pub mod overview;
pub mod questions;
pub mod roles;
pub mod session;
pub mod setup;
pub mod sql;
pub mod table;
pub mod tokens;
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
}
