//! The map of segments.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::migration;
use crate::frame::state::State;

/// Routes of segments.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(migration::segment_migration))
}
