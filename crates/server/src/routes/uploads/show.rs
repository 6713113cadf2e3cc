//! `GET /uploads/{id}`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::uploads::accept::Setting;
use holdfast_app::uploads::place::Uploads;
use holdfast_domain::access::permission::Permission;

use super::wire::{Look, Upload, look};
use crate::frame::caller::Caller;
use crate::frame::extract::Path;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// What an upload would become.
#[utoipa::path(get, path = "/uploads/{id}", tag = "data", params(("id" = String, Path, description = "the upload's id", max_length = 64)),
    responses((status = 200, body = Upload), Problem))]
pub async fn show_upload(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Upload>, Problem> {
    caller.may(Permission::ManageData)?;
    let uploads = Uploads::of(&state.folder);
    let how = Look {
        setting: Setting {
            now_us: state.now_us(),
            lang: caller.lang,
        },
        unmasked: caller.can(Permission::Unmask),
        tries: false,
    };
    let seen = state
        .work
        .run(move || look(&uploads, &uploads.record(&id)?, how))
        .await?;
    Ok(Json(seen))
}
