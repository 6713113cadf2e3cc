//! The addresses of the provider.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{callback, start};
use crate::frame::state::State;

/// Routes of the provider.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(start::start_oidc))
        .routes(routes!(callback::finish_oidc))
}
