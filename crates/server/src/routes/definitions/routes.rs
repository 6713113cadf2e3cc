//! The map of definitions.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{list, save, trial};
use crate::frame::state::State;

/// Routes of definitions.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_definitions, save::save_definitions))
        .routes(routes!(trial::try_definition))
}
