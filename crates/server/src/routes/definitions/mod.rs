//! What churn means: the definitions, a rule on trial, changing them.

mod list;
mod save;
mod trial;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::frame::state::State;

/// Routes of definitions.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_definitions, save::save_definitions))
        .routes(routes!(trial::try_definition))
}
