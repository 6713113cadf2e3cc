//! `POST /uploads`.

use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use axum::{Extension, Json};
use holdfast_app::error::AppError;
use holdfast_app::quality::batches::rfc3339;
use holdfast_app::uploads::accept::Setting;
use holdfast_app::uploads::place::{UploadRecord, Uploads};
use holdfast_app::uploads::receive::{Announced, Receiving};
use holdfast_app::uploads::settings::{SettingsChange, UploadSettings};
use holdfast_domain::access::permission::Permission;
use holdfast_domain::lang::Bilingual;
use holdfast_identity::act;
use holdfast_identity::random::id;
use holdfast_identity::signed_in::SignedIn;
use serde_json::json;
use tokio::sync::mpsc::{Receiver, channel};
use utoipa::ToSchema;

use super::wire::{Look, Upload, look};
use crate::frame::caller::Caller;
use crate::frame::extract::Form;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Pieces of a file that wait for the disk.
const WAITING: usize = 8;
/// How long an upload waits for its import: a week.
const KEPT_US: i64 = 7 * 86_400 * 1_000_000;
/// Bytes of a text field.
const FIELD_BYTES: usize = 400;

/// A file with what is known of how to read it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the form; its parts are read as they come")]
pub struct NewUpload {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Encoding of a text file, before the file.
    encoding: Option<String>,
    /// The character between columns, before the file.
    delimiter: Option<String>,
    /// The sheet of a workbook, before the file.
    sheet: Option<String>,
}

/// Takes a file, looks at it, and says what it would become. A file that cannot be read is not kept. On the record.
#[utoipa::path(post, path = "/uploads", tag = "data",
    request_body(content = NewUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = Upload), Problem))]
pub async fn receive_upload(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Form(mut form): Form,
) -> Result<(StatusCode, Json<Upload>), Problem> {
    caller.may(Permission::ManageData)?;
    let mut change = SettingsChange::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                let settings = UploadSettings::default().with(change)?;
                let record = receive(&state, &caller, field, settings).await?;
                let detail = json!({"file": record.file, "bytes": record.bytes});
                let entry = act::of(&signed_in, "upload.received", record.id.as_str(), detail);
                state
                    .store
                    .append_audit(&entry, state.now_us())
                    .await
                    .map_err(|error| Problem::failed(&error))?;
                return Ok((StatusCode::CREATED, Json(seen(&state, &caller, record).await?)));
            }
            "encoding" => change.encoding = Some(text(field).await?),
            "delimiter" => change.delimiter = Some(text(field).await?),
            "sheet" => change.sheet = Some(text(field).await?),
            _ => {
                return Err(Problem::invalid(
                    "unknown-field",
                    &name,
                    Bilingual::new("没有这个字段", "there is no such field"),
                ));
            }
        }
    }
    Err(Problem::invalid(
        "no-file",
        "file",
        Bilingual::new("请求里没有文件", "there is no file in the request"),
    ))
}

/// A short text of the form.
async fn text(mut field: Field<'_>) -> Result<String, Problem> {
    let name = field.name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > FIELD_BYTES {
            return Err(Problem::invalid(
                "too-long",
                &name,
                Bilingual::new("太长", "it is too long"),
            ));
        }
    }
    String::from_utf8(bytes).map_err(|_| {
        Problem::invalid(
            "not-utf8",
            &name,
            Bilingual::new("不是 UTF-8 文本", "it is no text in UTF-8"),
        )
    })
}

enum Piece {
    Bytes(Bytes),
    End,
}

/// Writes the file as it comes, on a thread that may wait for the disk. What does not come to its end leaves nothing behind.
async fn receive(
    state: &State,
    caller: &Caller,
    mut field: Field<'_>,
    settings: UploadSettings,
) -> Result<UploadRecord, Problem> {
    let uploads = Uploads::of(&state.folder);
    let id = id(state.random.as_ref()).map_err(|error| Problem::failed(&error))?;
    let file = field.file_name().unwrap_or_default().to_owned();
    let (owner, limit) = (caller.user_id.clone(), state.settings.upload_bytes);
    let now = rfc3339(state.now_us()).unwrap_or_default();
    let (send, pieces) = channel(WAITING);
    let old = rfc3339(state.now_us().saturating_sub(KEPT_US)).unwrap_or_default();
    let writer = tokio::task::spawn_blocking(move || {
        uploads.forget_before(&old);
        let announced = Announced {
            id: &id,
            file: &file,
            owner: &owner,
            now: &now,
            limit,
        };
        write(&uploads, &announced, pieces, settings)
    });
    let mut cut = None;
    loop {
        match field.chunk().await {
            Ok(Some(bytes)) => {
                // The writer has ended: it says why.
                if send.send(Piece::Bytes(bytes)).await.is_err() {
                    break;
                }
            }
            Ok(None) => {
                // A writer that has ended says why.
                let _ = send.send(Piece::End).await;
                break;
            }
            Err(error) => {
                cut = Some(broken(error));
                break;
            }
        }
    }
    drop(send);
    let written = writer.await.map_err(|error| Problem::failed(&error))?;
    match cut {
        Some(problem) => Err(problem),
        None => written.map_err(too_large),
    }
}

fn write(
    uploads: &Uploads,
    announced: &Announced<'_>,
    mut pieces: Receiver<Piece>,
    settings: UploadSettings,
) -> Result<UploadRecord, AppError> {
    let mut receiving = Receiving::begin(uploads, announced)?;
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::Bytes(bytes) => receiving.write(&bytes)?,
            Piece::End => return receiving.finish(settings),
        }
    }
    // The client went away.
    Err(AppError::Cancelled)
}

/// 413 for a file that is too large; anything else as usual.
fn too_large(error: AppError) -> Problem {
    let is_too_large = matches!(&error, AppError::Refused(refusal) if refusal.code == "upload-too-large");
    let mut problem = Problem::from(error);
    if is_too_large {
        problem.status = StatusCode::PAYLOAD_TOO_LARGE.as_u16();
        problem.title = "Payload Too Large".to_owned();
    }
    problem
}

fn broken(error: MultipartError) -> Problem {
    let status = error.status();
    // A body that ends early is the client's, whatever the parser calls it.
    let status = if status.is_server_error() {
        StatusCode::BAD_REQUEST
    } else {
        status
    };
    Problem::new(
        status,
        "broken-form",
        Bilingual::new("上传的表单不完整或格式不对", "the form is cut off or malformed"),
        Bilingual::new("重新上传", "upload the file again"),
    )
}

/// Looks at what came; a file that cannot be read is deleted.
async fn seen(state: &State, caller: &Caller, record: UploadRecord) -> Result<Upload, Problem> {
    let uploads = Uploads::of(&state.folder);
    let how = Look {
        setting: Setting {
            now_us: state.now_us(),
            lang: caller.lang,
        },
        unmasked: caller.can(Permission::Unmask),
        tries: false,
    };
    state
        .work
        .run(move || {
            look(&uploads, &record, how).inspect_err(|_| {
                if let Err(error) = uploads.remove(&record.id) {
                    tracing::warn!(%error, "an upload that cannot be read could not be deleted");
                }
            })
        })
        .await
}
