//! The map of customer filters.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::handlers;
use crate::frame::state::State;

/// Routes of customer filters.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(
            handlers::list_customer_filters,
            handlers::create_customer_filter
        ))
        .routes(routes!(
            handlers::show_customer_filter,
            handlers::edit_customer_filter,
            handlers::delete_customer_filter
        ))
}
