//! `POST /uploads/{id}/import`.

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::{Extension, Json};
use holdfast_app::uploads::accept::{Setting, accept};
use holdfast_app::uploads::place::Uploads;
use holdfast_app::uploads::settings::SettingsChange;
use holdfast_domain::access::permission::Permission;
use holdfast_identity::act;
use holdfast_identity::signed_in::SignedIn;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::{Body, Path};
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::jobs::job::{Job, JobKind, JobOptions};

/// What an upload is to become.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportUpload {
    /// Id of the source: a new one, or one that there is; absent: as the upload says.
    #[schema(max_length = 64)]
    pub source_id: Option<String>,
}

/// Makes an upload a source of the workspace and begins its import. Where there is no workspace yet, one is made around it, with a definition of churn
/// suggested from the customers' own rhythm. On the record.
#[utoipa::path(post, path = "/uploads/{id}/import", tag = "data", params(("id" = String, Path, description = "the upload's id", max_length = 64)),
    request_body = ImportUpload, responses((status = 202, body = Job), Problem))]
pub async fn import_upload(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<String>,
    Body(asked): Body<ImportUpload>,
) -> Result<(StatusCode, Json<Job>), Problem> {
    caller.may(Permission::ManageData)?;
    let (uploads, wanted) = (Uploads::of(&state.folder), id.clone());
    let setting = Setting {
        now_us: state.now_us(),
        lang: caller.lang,
    };
    let made = move || {
        let mut record = uploads.record(&wanted)?;
        record.settings = record.settings.with(SettingsChange {
            source: asked.source_id,
            ..SettingsChange::default()
        })?;
        let accepted = accept(&uploads, &record, setting)?;
        Ok::<_, holdfast_app::error::AppError>((record.file, accepted))
    };
    state.jobs.room()?;
    let (file, accepted) = state.work.finish(made).await?;
    let detail = json!({"file": file, "source": accepted.source, "made_workspace": accepted.made_workspace});
    let entry = act::of(&signed_in, "upload.accepted", id, detail);
    state
        .store
        .append_audit(&entry, state.now_us())
        .await
        .map_err(|error| Problem::failed(&error))?;
    state.changed(&["definitions"]).await;
    // Two sources of one file are imported together, each as one commit.
    let (kind, options) = match accepted.imports.as_slice() {
        [source] => (
            JobKind::Import,
            JobOptions {
                source: Some(source.clone()),
                ..JobOptions::default()
            },
        ),
        _ => (JobKind::Refresh, JobOptions::default()),
    };
    // One that waits already will find this file too.
    let (job, _) = state.jobs.ask_or_join(kind, options, &caller.login)?;
    Ok((StatusCode::ACCEPTED, Json(job)))
}
