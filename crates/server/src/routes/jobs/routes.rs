//! The map of jobs.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{ask, list, show, stop};
use crate::frame::state::State;

/// Routes of jobs.
pub fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list::list_jobs, ask::ask_for_job))
        .routes(routes!(show::show_job, stop::stop_job))
}
