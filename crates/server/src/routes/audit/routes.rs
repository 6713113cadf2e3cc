//! The addresses of the audit log.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{list, verify};
use crate::frame::state::State;

/// Routes of the audit log.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_audit))
        .routes(routes!(verify::verify_audit))
}
