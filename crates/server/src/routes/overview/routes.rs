//! The map of the overview.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::show;
use crate::frame::state::State;

/// Routes of the overview.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(show::show_overview))
}
