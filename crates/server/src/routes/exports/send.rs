//! A file as a response.

use std::fs::File;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::stream::try_unfold;
use tokio::io::AsyncReadExt as _;

use crate::frame::problem::Problem;

/// Bytes that are read at a time.
const PIECE: usize = 128 << 10;

/// Sends a file under a name, piece by piece.
///
/// # Errors
/// A file whose length the system does not tell.
pub(super) fn send(file: File, name: &str, media_type: &'static str, rows: u64) -> Result<Response, Problem> {
    let length = file.metadata().map_err(|error| Problem::failed(&error))?.len();
    let pieces = try_unfold(tokio::fs::File::from_std(file), |mut file| async move {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(piece), file)))
    });
    let mut response = Body::from_stream(pieces).into_response();
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    fields.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = format!("attachment; filename=\"{name}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        fields.insert(header::CONTENT_DISPOSITION, value);
    }
    fields.insert("x-row-count", HeaderValue::from(rows));
    Ok(response)
}
