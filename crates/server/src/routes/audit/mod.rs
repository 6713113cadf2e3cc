//! The audit log, for whoever watches.

mod list;
mod verify;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::frame::state::State;

/// Routes of the audit log.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_audit))
        .routes(routes!(verify::verify_audit))
}
