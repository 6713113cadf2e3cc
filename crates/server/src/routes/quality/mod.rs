//! How good the data are.

mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::frame::state::State;

/// Routes of quality.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(show::show_quality))
}
