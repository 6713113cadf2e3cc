//! `DELETE /uploads/{id}`.

use axum::Extension;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use holdfast_app::uploads::place::Uploads;
use holdfast_domain::access::permission::Permission;
use holdfast_identity::act;
use holdfast_identity::signed_in::SignedIn;
use serde_json::json;

use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Deletes an upload with its file. On the record.
#[utoipa::path(delete, path = "/uploads/{id}", tag = "data", params(("id" = String, Path, description = "the upload's id", max_length = 64)),
    responses((status = 204, description = "deleted"), Problem))]
pub async fn remove_upload(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    caller.may(Permission::ManageData)?;
    let (uploads, wanted) = (Uploads::of(&state.folder), id.clone());
    let removed = move || {
        let record = uploads.record(&wanted)?;
        uploads.remove(&wanted)?;
        Ok::<_, holdfast_app::error::AppError>(record)
    };
    let record = state.work.finish(removed).await?;
    let entry = act::of(&signed_in, "upload.removed", id, json!({"file": record.file}));
    state
        .store
        .append_audit(&entry, state.now_us())
        .await
        .map_err(|error| Problem::failed(&error))?;
    Ok(StatusCode::NO_CONTENT)
}
