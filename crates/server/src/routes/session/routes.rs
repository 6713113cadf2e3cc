//! The addresses of the session.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{close, open, show};
use crate::frame::state::State;

/// Routes of the session.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(show::show_session, open::sign_in, close::sign_out))
}
