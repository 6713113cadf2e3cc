//! Reads a JSON file.

use std::fs::File;

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::block::Stop;
use super::collect::collect;
use super::csv::{Parts, with_encodings};
use super::decode::{Progress, TextSource};
use super::encoding::Charset;
use super::header::check_header;
use super::json_source::JsonSource;
use super::json_split::Layout;
use super::notes::table_of;
use super::options::ReadOptions;
use super::outcome::{Decoding, ReadTable};
use super::refuse;

/// Reads JSON lines, or an array of objects.
pub(crate) fn read_json(
    file: &File,
    head: &[u8],
    options: &ReadOptions,
    progress: Progress<'_>,
) -> Result<Parts, Refusal> {
    with_encodings(head, options, |charset, fallen_back| {
        let open = |again: bool| {
            let progress = (!again).then_some(progress);
            JsonSource::open(file, charset, fallen_back, options, progress)
        };
        parts(open, charset, options)
    })
}

/// Reads JSON that is in memory, as `read` reads a file.
///
/// # Errors
/// As there.
pub(crate) fn read_json_bytes(bytes: &[u8], options: &ReadOptions) -> Result<ReadTable, Refusal> {
    if bytes.trim_ascii().is_empty() {
        return Err(refuse::empty_file());
    }
    let (table, decoding, notes) = with_encodings(bytes, options, |charset, fallen_back| {
        let open = |_: bool| JsonSource::over(TextSource::of_bytes(bytes, charset), charset, fallen_back, options);
        parts(open, charset, options)
    })?;
    Ok(ReadTable {
        file: String::new(),
        decoding: decoding.words,
        text: decoding.text,
        table,
        notes,
    })
}

fn parts<'p>(
    open: impl Fn(bool) -> Result<JsonSource<'p>, Stop>,
    charset: Charset,
    options: &ReadOptions,
) -> Result<Parts, Stop> {
    let (collected, source) = collect(open, options)?;
    if collected.rows.len() == 0 || collected.columns.is_empty() {
        return Err(refuse::empty_file().into());
    }
    let header = check_header(&source.columns.names, 1, options)?;
    let mut notes = header.notes;
    let table = table_of(header.names, collected, &mut notes)?;
    let encoding = charset.describe();
    let (zh, en) = match source.layout {
        Layout::Lines => ("JSON 行", "JSON lines"),
        Layout::Sequence => ("JSON 对象", "JSON objects"),
        Layout::Array(_) => ("JSON 数组", "JSON array"),
    };
    let decoding = Decoding {
        words: Bilingual::new(format!("{zh}，{}", encoding.zh), format!("{en}, {}", encoding.en)),
        text: Some(charset.form(None)),
    };
    Ok((table, decoding, notes))
}
