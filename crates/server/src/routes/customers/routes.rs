//! The map of customers.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{list, profile, scores, survival, timeline, unmask};
use crate::frame::state::State;

/// Routes of customers.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_customers))
        .routes(routes!(profile::show_customer))
        .routes(routes!(timeline::show_timeline))
        .routes(routes!(scores::show_scores))
        .routes(routes!(survival::show_survival))
        .routes(routes!(unmask::unmask_customer))
}
