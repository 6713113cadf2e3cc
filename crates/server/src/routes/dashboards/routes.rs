//! The map of dashboards.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::handlers;
use crate::frame::state::State;

/// Routes of dashboards.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(handlers::list_dashboards, handlers::create_dashboard))
        .routes(routes!(
            handlers::show_dashboard,
            handlers::edit_dashboard,
            handlers::delete_dashboard
        ))
}
