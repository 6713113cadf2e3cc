//! `GET /jobs`.

use axum::Json;
use axum::extract::State as Extract;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::state::State;
use crate::jobs::job::Job;

/// Jobs.
#[derive(Serialize, ToSchema)]
pub struct JobList {
    /// The latest first; the last two hundred are remembered.
    pub items: Vec<Job>,
}

/// What is being done, waits and was done.
#[utoipa::path(get, path = "/jobs", tag = "jobs", responses((status = 200, body = JobList), crate::frame::problem::Problem))]
pub async fn list_jobs(Extract(state): Extract<State>, caller: Caller) -> Json<JobList> {
    let jobs = state.jobs.list().into_iter();
    Json(JobList {
        items: jobs.map(|job| job.seen_by(&caller)).collect(),
    })
}
