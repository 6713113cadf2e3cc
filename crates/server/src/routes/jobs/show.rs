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
pub async fn show_job(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Job>, Problem> {
    let found = state.jobs.find(&id).ok_or_else(Problem::not_found)?;
    Ok(Json(found.seen_by(&caller)))
}
