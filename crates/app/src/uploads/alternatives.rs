//! The beginning of a text file as other encodings would have it, for a person to choose.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use holdfast_engine::read::{ReadOptions, read};
use serde::Serialize;

use super::preview::rows;
use crate::workspace::init::facts::Facts;

/// Encodings that are tried.
const ENCODINGS: [&str; 8] = [
    "utf-8",
    "gb18030",
    "big5",
    "utf-16le",
    "utf-16be",
    "shift_jis",
    "euc-kr",
    "windows-1252",
];
/// Bytes that are read in each of them.
const HEAD_BYTES: u64 = 32 << 10;
/// Rows that are shown below the columns' names.
const ROWS: usize = 2;
/// Columns that are shown.
const COLUMNS: usize = 12;

/// An encoding that may be tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alternative {
    /// Its WHATWG label.
    pub encoding: String,
    /// The columns' names and the first rows, read that way; absent where the file cannot be.
    pub rows: Option<Vec<Vec<Option<String>>>>,
}

/// The beginning of a file in every encoding that may be tried.
///
/// `hidden`: which columns, by place, are to be masked whatever a reading finds; `unmasked`: none is for being personal.
pub(super) fn alternatives(path: &Path, options: &ReadOptions, hidden: &[bool], unmasked: bool) -> Vec<Alternative> {
    let beginning = beginning(path);
    ENCODINGS
        .iter()
        .map(|&encoding| Alternative {
            encoding: encoding.to_owned(),
            rows: beginning
                .as_ref()
                .and_then(|file| read_as(file.path(), encoding, options, hidden, unmasked)),
        })
        .collect()
}

fn read_as(
    path: &Path,
    encoding: &str,
    options: &ReadOptions,
    hidden: &[bool],
    unmasked: bool,
) -> Option<Vec<Vec<Option<String>>>> {
    let options = ReadOptions {
        encoding: Some(encoding.to_owned()),
        ..options.clone()
    };
    let mut table = read(path, &options, &|_, _| ()).ok()?.table;
    let facts = Facts::of_table("", &table);
    let known = hidden.iter().copied().chain(std::iter::repeat(false));
    let hidden: Vec<bool> = facts
        .columns
        .iter()
        .zip(known)
        .map(|(fact, known)| known || (fact.personal && !unmasked))
        .collect();
    table.columns.truncate(COLUMNS);
    let mut shown = vec![table.columns.iter().map(|column| Some(column.name.clone())).collect()];
    shown.extend(rows(&table, &hidden, ROWS));
    Some(shown)
}

/// Whole lines from the beginning, in a file of their own.
fn beginning(path: &Path) -> Option<tempfile::NamedTempFile> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(HEAD_BYTES).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 == HEAD_BYTES {
        // In UTF-16 a line ends with two bytes.
        let wide = bytes.starts_with(b"\xFF\xFE");
        let end = bytes.iter().rposition(|&byte| byte == b'\n')? + 1 + usize::from(wide);
        bytes.truncate(end);
    }
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().ok()?;
    file.write_all(&bytes).ok()?;
    Some(file)
}
