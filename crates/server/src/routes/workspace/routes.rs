//! The map of the workspace.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::about;
use crate::frame::state::State;

/// Routes of the workspace.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(about::show_workspace))
}
