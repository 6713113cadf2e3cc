//! `PATCH /uploads/{id}`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::uploads::accept::Setting;
use holdfast_app::uploads::place::Uploads;
use holdfast_app::uploads::settings::SettingsChange;
use holdfast_domain::access::permission::Permission;
use serde::Deserialize;
use utoipa::ToSchema;

use super::wire::{Look, Upload, look};
use crate::frame::caller::Caller;
use crate::frame::extract::{Body, Path};
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// What is to be different. What is absent stays; an empty text or map goes back to what is found out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadChange {
    /// Encoding of a text file, by its label.
    #[schema(max_length = 100)]
    pub encoding: Option<String>,
    /// The character between columns.
    #[schema(max_length = 4)]
    pub delimiter: Option<String>,
    /// The sheet of a workbook.
    #[schema(max_length = 100)]
    pub sheet: Option<String>,
    /// `dmy` or `mdy`, where dates can be read both ways.
    #[schema(max_length = 4)]
    pub date_order: Option<String>,
    /// Id of the source that it becomes: a new one, or one that there is, whose mapping then holds.
    #[schema(max_length = 64)]
    pub source: Option<String>,
    /// The canonical table; another one forgets what was said of the mapping.
    #[schema(max_length = 64)]
    pub table: Option<String>,
    /// Canonical column ← column of the file.
    pub columns: Option<BTreeMap<String, String>>,
    /// Canonical column ← one text for all rows.
    pub constants: Option<BTreeMap<String, String>>,
    /// Other columns that are kept.
    #[schema(max_items = 5000)]
    pub attributes: Option<Vec<String>>,
    /// Which of those are personal.
    #[schema(max_items = 5000)]
    pub personal: Option<Vec<String>>,
}

impl From<UploadChange> for SettingsChange {
    fn from(change: UploadChange) -> Self {
        Self {
            encoding: change.encoding,
            delimiter: change.delimiter,
            sheet: change.sheet,
            date_order: change.date_order,
            source: change.source,
            table: change.table,
            columns: change.columns,
            constants: change.constants,
            attributes: change.attributes,
            personal: change.personal,
        }
    }
}

/// Reads or maps an upload in another way, and tries it: what would be refused, with row, column and value. Nothing is imported. A change that cannot
/// be done leaves the upload as it was.
#[utoipa::path(patch, path = "/uploads/{id}", tag = "data", params(("id" = String, Path, description = "the upload's id", max_length = 64)),
    request_body = UploadChange, responses((status = 200, body = Upload), Problem))]
pub async fn change_upload(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
    Body(change): Body<UploadChange>,
) -> Result<Json<Upload>, Problem> {
    caller.may(Permission::ManageData)?;
    let uploads = Uploads::of(&state.folder);
    let how = Look {
        setting: Setting {
            now_us: state.now_us(),
            lang: caller.lang,
        },
        unmasked: caller.can(Permission::Unmask),
        tries: true,
    };
    let changed = move || {
        let mut record = uploads.record(&id)?;
        record.settings = record.settings.with(change.into())?;
        let seen = look(&uploads, &record, how)?;
        uploads.save(&record)?;
        Ok::<_, holdfast_app::error::AppError>(seen)
    };
    Ok(Json(state.work.finish(changed).await?))
}
