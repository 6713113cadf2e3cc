//! The map of exports.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::make;
use crate::frame::state::State;

/// Routes of exports.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(make::make_export))
}
