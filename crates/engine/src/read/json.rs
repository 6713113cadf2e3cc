//! Reads a JSON file.

use std::fs::File;

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::collect::collect;
use super::csv::{Parts, with_encodings};
use super::decode::Progress;
use super::header::check_header;
use super::json_source::JsonSource;
use super::json_split::Layout;
use super::notes::table_of;
use super::options::ReadOptions;
use super::outcome::Decoding;
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
    })
}
