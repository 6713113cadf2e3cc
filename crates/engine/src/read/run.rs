//! Opens a file, recognises it, reads it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use holdfast_domain::refusal::Refusal;

use super::csv::{Parts, read_csv};
use super::decode::Progress;
use super::detect::{Format, detect};
use super::json::read_json;
use super::options::ReadOptions;
use super::outcome::ReadTable;
use super::parquet::read_parquet;
use super::refuse;
use super::xlsx::read_xlsx;

/// Bytes that a format is recognised by.
const HEAD_BYTES: u64 = 64 << 10;

/// Reads the table in a file.
///
/// `progress` is told (bytes done, bytes in total) now and then, possibly from another thread. Values are trimmed. In
/// every column, an empty value, `NA`, `N/A`, `NULL`, `NaN`, `\N` and Excel's errors are missing; among numbers and
/// dates, `None`, `无` and `-` are too.
///
/// # Errors
/// A [`Refusal`] with file, row, column, value and remedy as far as they apply; nothing panics, and memory is bounded
/// by the table's typed size, never by the length of a line.
pub fn read(path: &Path, options: &ReadOptions, progress: Progress<'_>) -> Result<ReadTable, Refusal> {
    let name = path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    let (table, decoding, notes) =
        read_parts(path, options, progress).map_err(|refusal| refusal.in_file(path.display().to_string()))?;
    Ok(ReadTable {
        file: name,
        decoding: decoding.words,
        text: decoding.text,
        table,
        notes,
    })
}

fn read_parts(path: &Path, options: &ReadOptions, progress: Progress<'_>) -> Result<Parts, Refusal> {
    let unreadable = |error| refuse::unreadable(&error);
    // Looked at before it is opened: opening a pipe would wait for a writer.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(refuse::directory());
    }
    if !metadata.is_file() {
        return Err(refuse::not_a_file());
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut head = Vec::new();
    (&mut file)
        .take(HEAD_BYTES)
        .read_to_end(&mut head)
        .map_err(unreadable)?;
    if head.is_empty() {
        return Err(refuse::empty_file());
    }
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    match detect(&head, path)? {
        Format::Csv => read_csv(&file, &head, options, progress),
        Format::Json => read_json(&file, &head, options, progress),
        Format::Zip => read_xlsx(file, options, progress),
        Format::Parquet => read_parquet(file, options, progress),
    }
}
