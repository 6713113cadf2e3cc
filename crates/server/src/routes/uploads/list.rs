//! `GET /uploads`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::error::AppError;
use holdfast_app::uploads::place::Uploads;
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Uploads that were neither imported nor deleted.
#[derive(Serialize, ToSchema)]
pub struct UploadList {
    /// The latest first.
    pub items: Vec<UploadBrief>,
    /// The largest file that may be uploaded.
    #[schema(minimum = 0)]
    pub limit_bytes: u64,
}

/// An upload in the list.
#[derive(Serialize, ToSchema)]
pub struct UploadBrief {
    /// Its id.
    pub id: String,
    /// The name that the file had where it came from.
    pub file: String,
    /// Its size.
    #[schema(minimum = 0)]
    pub bytes: u64,
    /// When it came, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub created_at: String,
}

/// Files that were brought and are not imported yet.
#[utoipa::path(get, path = "/uploads", tag = "data", responses((status = 200, body = UploadList), Problem))]
pub async fn list_uploads(Extract(state): Extract<State>, caller: Caller) -> Result<Json<UploadList>, Problem> {
    caller.may(Permission::ManageData)?;
    let folder = state.folder.clone();
    let found = state
        .work
        .run(move || Ok::<_, AppError>(Uploads::of(&folder).list()))
        .await?;
    let items = found.into_iter().map(|record| UploadBrief {
        id: record.id,
        file: record.file,
        bytes: record.bytes,
        created_at: record.created_at,
    });
    Ok(Json(UploadList {
        items: items.collect(),
        limit_bytes: state.settings.upload_bytes,
    }))
}
