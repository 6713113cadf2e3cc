//! The first run.

mod begin;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::frame::state::State;

/// Routes of the first run.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(show::show_setup, begin::begin))
}
