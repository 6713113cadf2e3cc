//! The addresses of people.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{create, edit, list, reset, show};
use crate::frame::state::State;

/// Routes of people.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_users, create::create_user))
        .routes(routes!(show::show_user, edit::edit_user))
        .routes(routes!(reset::reset_user))
}
