//! `DELETE /jobs/{id}`.

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_identity::act;
use holdfast_identity::signed_in::SignedIn;
use serde_json::json;

use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::jobs::job::Job;

/// Stops a job: at once if it waits, between two steps if it is being done. What was complete by then stays. On the record.
#[utoipa::path(delete, path = "/jobs/{id}", tag = "jobs", params(("id" = String, Path, description = "the job's id", max_length = 64)),
    responses((status = 200, body = Job), Problem))]
pub async fn stop_job(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<String>,
) -> Result<Json<Job>, Problem> {
    let found = state.jobs.find(&id).ok_or_else(Problem::not_found)?;
    for &permission in found.kind.needs() {
        caller.may(permission)?;
    }
    let job = state.jobs.stop(&id)?;
    let entry = act::of(&signed_in, "job.stopped", id, json!({"kind": job.kind}));
    state
        .store
        .append_audit(&entry, state.now_us())
        .await
        .map_err(|error| Problem::failed(&error))?;
    Ok(Json(job.seen_by(&caller)))
}
