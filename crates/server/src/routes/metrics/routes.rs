//! The map of metrics.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{ask, list, reconcile, why};
use crate::frame::state::State;

/// Routes of metrics.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_metrics))
        .routes(routes!(ask::ask_metric))
        .routes(routes!(why::ask_why))
        .routes(routes!(reconcile::reconcile_metric))
}
