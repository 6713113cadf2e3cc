//! The map of quality.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::show;
use crate::frame::state::State;

/// Routes of quality.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(show::show_quality))
}
