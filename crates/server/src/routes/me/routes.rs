//! The addresses of the own account.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{change, end_session, factor_add, factor_confirm, factor_remove, password, sessions};
use crate::frame::state::State;

/// Routes of the own account.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(change::change_me))
        .routes(routes!(password::change_password))
        .routes(routes!(
            factor_add::add_second_factor,
            factor_confirm::confirm_second_factor,
            factor_remove::remove_second_factor
        ))
        .routes(routes!(sessions::list_my_sessions))
        .routes(routes!(end_session::end_my_session))
}
