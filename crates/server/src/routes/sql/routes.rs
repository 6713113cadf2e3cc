//! The map of SQL.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{ask, schema};
use crate::frame::state::State;

/// Routes of SQL.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(ask::ask_sql))
        .routes(routes!(schema::show_schema))
}
