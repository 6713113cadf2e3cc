//! The addresses of tokens.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{create, list, revoke};
use crate::frame::state::State;

/// Routes of tokens.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_tokens, create::create_token))
        .routes(routes!(revoke::revoke_token))
}
