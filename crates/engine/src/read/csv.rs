//! Reads a CSV file.

use std::fs::File;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::table::Table;

use super::block::Stop;
use super::collect::{Collected, collect};
use super::csv_source::CsvSource;
use super::decode::Progress;
use super::delimiter;
use super::encoding::Charset;
use super::header::Header;
use super::notes::table_of;
use super::options::ReadOptions;
use super::outcome::{Decoding, ReadNote};
use super::refuse;

/// A table, how it was decoded, and notes.
pub(crate) type Parts = (Table, Decoding, Vec<ReadNote>);

/// Tries encodings in their order.
pub(crate) fn with_encodings(
    head: &[u8],
    options: &ReadOptions,
    attempt: impl Fn(Charset, Option<u64>) -> Result<Parts, Stop>,
) -> Result<Parts, Refusal> {
    let charset = Charset::choose(head, options.encoding.as_deref())?;
    let stop = match attempt(charset, None) {
        Ok(parts) => return Ok(parts),
        Err(stop) => stop,
    };
    let row = match stop {
        Stop::Refused(refusal) => return Err(refusal),
        Stop::NotUtf8 { row, .. } => row,
    };
    attempt(Charset::fallback(), Some(row)).map_err(|stop| match stop {
        Stop::Refused(refusal) => refusal,
        // The fallback never asks for another one; if it did, this is what it would mean.
        Stop::NotUtf8 { row, bytes } => super::encoding::malformed(Charset::fallback(), &bytes, None).at_row(row),
    })
}

/// Reads a CSV file.
pub(crate) fn read_csv(
    file: &File,
    head: &[u8],
    options: &ReadOptions,
    progress: Progress<'_>,
) -> Result<Parts, Refusal> {
    if let Some(delimiter) = options.delimiter {
        delimiter::check(delimiter)?;
    }
    with_encodings(head, options, |charset, fallen_back| {
        let open = |again: bool| {
            let progress = (!again).then_some(progress);
            CsvSource::open(file, charset, fallen_back, options, progress)
        };
        let (collected, source) = collect(open, options)?;
        finish(collected, source, charset)
    })
}

fn finish(mut collected: Collected, source: CsvSource<'_>, charset: Charset) -> Result<Parts, Stop> {
    if collected.rows.len() == 0 {
        return Err(refuse::header_only().into());
    }
    let trailing = source.has_trailing_delimiters();
    let (blank, byte) = (source.blank, source.delimiter);
    let Header {
        mut names,
        mut notes,
        last_unnamed,
    } = source.header;
    // A header that ends with a delimiter, over rows that do too, has no last column.
    let has_empty_end = last_unnamed
        && names.len() > 1
        && collected
            .columns
            .last()
            .is_some_and(|column| column.values.missing() == collected.rows.len());
    if has_empty_end {
        collected.columns.pop();
        names.pop();
        notes.retain(|note| note.code != "unnamed-column" || note.count > Some(1));
    }
    if trailing || has_empty_end {
        notes.push(ReadNote::new(
            "trailing-delimiter",
            None,
            Bilingual::new(
                "每行末尾多一个分隔符，已忽略",
                "every row ends with one delimiter too many, which was ignored",
            ),
        ));
    }
    if blank > 0 {
        notes.push(ReadNote::new(
            "blank-rows",
            Some(blank),
            bilingual!("跳过 {blank} 个空行", "{blank} blank rows were skipped"),
        ));
    }
    if names.len() == 1 {
        notes.push(ReadNote::new(
            "single-column",
            None,
            Bilingual::new(
                "只有一列；如果本应有多列，用 --delimiter 指定分隔符",
                "there is only one column; if there should be more, name the delimiter with --delimiter",
            ),
        ));
    }
    let encoding = charset.describe();
    let (zh, en) = delimiter::show(byte);
    let decoding = Decoding {
        words: Bilingual::new(
            format!("CSV，{}，分隔符{zh}", encoding.zh),
            format!("CSV, {}, delimiter {en}", encoding.en),
        ),
        text: Some(charset.form(Some(byte))),
    };
    let table = table_of(names, collected, &mut notes)?;
    Ok((table, decoding, notes))
}
