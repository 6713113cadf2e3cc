//! The addresses of the first run.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{begin, show};
use crate::frame::state::State;

/// Routes of the first run.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(show::show_setup, begin::begin))
}
