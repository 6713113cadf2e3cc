//! The addresses of roles.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::list;
use crate::frame::state::State;

/// Routes of roles.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list::list_roles))
}
