//! `GET /jobs/{id}`.

use axum::Json;
use axum::extract::State as Extract;

use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::jobs::job::Job;

/// How far a job is.
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", params(("id" = String, Path, description = "the job's id", max_length = 64)),
    responses((status = 200, body = Job), Problem))]
pub async fn show_job(Extract(state): Extract<State>, _: Caller, Path(id): Path<String>) -> Result<Json<Job>, Problem> {
    state.jobs.find(&id).map(Json).ok_or_else(Problem::not_found)
}
