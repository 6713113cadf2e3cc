//! The map of uploads.

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{change, import, list, receive, remove, show};
use crate::frame::state::State;

/// Routes of uploads.
pub fn routes() -> OpenApiRouter<State> {
    // The file is written as it comes, and cut off at the limit of the settings, which the form knows: it is never in memory as a whole.
    let files = OpenApiRouter::new()
        .routes(routes!(list::list_uploads, receive::receive_upload))
        .layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .merge(files)
        .routes(routes!(show::show_upload, change::change_upload, remove::remove_upload))
        .routes(routes!(import::import_upload))
}
