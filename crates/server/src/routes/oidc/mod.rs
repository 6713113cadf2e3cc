//! Signing in through a provider of OpenID Connect: two addresses that browsers go to.

mod callback;
mod start;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::frame::state::State;

/// Routes of the provider.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(start::start_oidc))
        .routes(routes!(callback::finish_oidc))
}
