//! Segments of customers.

mod migration;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::frame::state::State;

/// Routes of segments.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(migration::segment_migration))
}
