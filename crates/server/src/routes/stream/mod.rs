//! What clients are told as it happens.

mod listen;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::frame::state::State;

/// Routes of the stream.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(listen::listen))
}
