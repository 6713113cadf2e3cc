//! Reads a file as far as a suggestion needs it.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::{ReadNote, ReadOptions, ReadTable, TextForm, read};
use holdfast_engine::table::convert::instant_from_text;
use holdfast_engine::table::{DateOrder, Table};

use super::find::Found;

/// Of a text file larger than this, its beginning decides.
const SAMPLE_BYTES: u64 = 64 << 20;
/// Text in which symbols of currencies are looked for.
const HEAD_BYTES: u64 = 1 << 20;

/// A file that was looked at.
pub(crate) struct Sight {
    pub(crate) table: Table,
    /// Only the beginning was read.
    pub(crate) sampled: bool,
    /// The order of day and month had to be guessed.
    pub(crate) date_order: Option<DateOrder>,
    /// Symbols of currencies before a digit, by how often: `$`, `€`, `£`, `¥`.
    pub(crate) symbols: [usize; 4],
    /// How it was decoded, in words and for programs.
    pub(crate) decoding: Bilingual,
    pub(crate) text: Option<TextForm>,
    /// What was repaired or set aside.
    pub(crate) notes: Vec<ReadNote>,
}

/// Looks at the first file of a kind.
///
/// # Errors
/// Whatever the reader refuses.
pub(crate) fn look(found: &Found) -> Result<Sight, Refusal> {
    look_at(&found.first, ReadOptions::default())
}

/// Looks at a file, read as told.
///
/// # Errors
/// Whatever the reader refuses.
pub(crate) fn look_at(path: &Path, options: ReadOptions) -> Result<Sight, Refusal> {
    let (first, sampled) = read_sample(path, &options)?;
    let mut sight = Sight {
        date_order: options.date_order,
        table: first.table,
        sampled,
        symbols: symbols(path),
        decoding: first.decoding,
        text: first.text,
        notes: first.notes,
    };
    if let Some(order) = guess_order(&sight).filter(|_| options.date_order.is_none()) {
        let options = ReadOptions {
            date_order: Some(order),
            ..options
        };
        let (second, _) = read_sample(path, &options)?;
        sight.table = second.table;
        sight.notes = second.notes;
        sight.date_order = Some(order);
    }
    Ok(sight)
}

/// Reads a file, or the beginning of a very large text file; whether it was the beginning only.
///
/// # Errors
/// Whatever the reader refuses.
pub(crate) fn read_sample(path: &Path, options: &ReadOptions) -> Result<(ReadTable, bool), Refusal> {
    if let Some(beginning) = beginning(path) {
        let part = read(beginning.path(), options, &|_, _| ());
        // The cut may lie inside quotes, or the file may be no text: then the whole of it must be read.
        if let Ok(part) = part {
            return Ok((part, true));
        }
    }
    read(path, options, &|_, _| ()).map(|table| (table, false))
}

/// The beginning of a very large text file as a file of its own, whole lines alone; `None` for all others.
pub(crate) fn beginning(path: &Path) -> Option<tempfile::NamedTempFile> {
    let ending = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    let size = std::fs::metadata(path).ok()?.len();
    if size <= SAMPLE_BYTES || !matches!(ending.as_str(), "csv" | "tsv" | "txt" | "jsonl" | "ndjson") {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(SAMPLE_BYTES).read_to_end(&mut bytes).ok()?;
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return None;
    }
    let end = bytes.iter().rposition(|&b| b == b'\n')? + 1;
    let mut file = tempfile::Builder::new().suffix(&format!(".{ending}")).tempfile().ok()?;
    file.write_all(&bytes[..end]).ok()?;
    Some(file)
}

/// The order of day and month where no value decides: month first with dollars, day first elsewhere.
fn guess_order(sight: &Sight) -> Option<DateOrder> {
    let undecided = sight.table.columns.iter().any(|column| {
        column.as_text().is_some()
            && instant_from_text(column, None).is_err_and(|refusal| refusal.code == "ambiguous-dates")
    });
    let dollars = sight.symbols[0] > sight.symbols[1..].iter().sum::<usize>();
    undecided.then_some(if dollars {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    })
}

/// Symbols of currencies that stand before a digit in the beginning of a file. Packed files have none worth counting.
fn symbols(path: &Path) -> [usize; 4] {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut bytes));
    if read.is_err() || bytes.contains(&0) || bytes.starts_with(b"PAR1") || bytes.starts_with(b"PK") {
        return [0; 4];
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut counts = [0; 4];
    let mut before = ' ';
    for c in text.chars() {
        if c.is_ascii_digit() {
            match before {
                '$' => counts[0] += 1,
                '€' => counts[1] += 1,
                '£' => counts[2] += 1,
                '¥' | '￥' => counts[3] += 1,
                _ => {}
            }
        }
        if c != ' ' {
            before = c;
        }
    }
    counts
}
