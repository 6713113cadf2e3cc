//! The map of stream.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::listen;
use crate::frame::state::State;

/// Routes of the stream.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(listen::listen))
}
