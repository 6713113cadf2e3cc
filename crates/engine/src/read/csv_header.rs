//! Reads the first record of a CSV file and finds its delimiter.

use holdfast_domain::refusal::Refusal;

use super::block::Stop;
use super::csv_scan::{Messes, Scan, Scanner};
use super::decode::{Fault, TextSource, count_lines};
use super::delimiter::find_delimiter;
use super::encoding::{Charset, malformed};
use super::refuse::{self, MAX_RECORD_BYTES};

/// Text that the delimiter is found in.
const SAMPLE_BYTES: usize = 256 << 10;

/// The header record and the text after it.
pub(crate) struct Beginning {
    pub(crate) scanner: Scanner,
    pub(crate) delimiter: u8,
    pub(crate) names: Vec<String>,
    /// The header's row.
    pub(crate) row: u64,
    /// Blank lines before it.
    pub(crate) blank: u64,
    /// Text that was read and belongs to the rows.
    pub(crate) rest: Vec<u8>,
    /// The row on which `rest` begins.
    pub(crate) rest_row: u64,
}

/// Reads up to the end of the header.
pub(crate) fn read_beginning(
    text: &mut TextSource<'_>,
    charset: Charset,
    told: Option<u8>,
    fallen_back: Option<u64>,
) -> Result<Beginning, Stop> {
    let mut buffer = Vec::new();
    let mut target = SAMPLE_BYTES;
    loop {
        text.fill(&mut buffer, target)
            .map_err(|fault| stop(fault, charset, 1, &buffer, fallen_back))?;
        let at_end = text.ended();
        let delimiter = told.unwrap_or_else(|| find_delimiter(&buffer, at_end));
        let scanner = Scanner::new(delimiter);
        match first_record(&scanner, &mut buffer, at_end) {
            First::Found {
                names,
                row,
                blank,
                next,
                lines,
            } => {
                return Ok(Beginning {
                    scanner,
                    delimiter,
                    names,
                    row,
                    blank,
                    rest: buffer.split_off(next),
                    rest_row: row + lines,
                });
            }
            First::Nothing if at_end => return Err(refuse::empty_file().into()),
            First::Torn(row) => return Err(refuse::unclosed_quote().at_row(row).into()),
            First::Unclosed(row) if at_end => return Err(refuse::unclosed_quote().at_row(row).into()),
            First::Nothing | First::Unclosed(_) if buffer.len() < MAX_RECORD_BYTES => target = buffer.len() * 2,
            First::Nothing => return Err(too_long(None, 1).into()),
            First::Unclosed(row) => return Err(too_long(Some(row), 1).into()),
        }
    }
}

enum First {
    Found {
        names: Vec<String>,
        row: u64,
        blank: u64,
        next: usize,
        lines: u64,
    },
    Nothing,
    Unclosed(u64),
    Torn(u64),
}

fn first_record(scanner: &Scanner, buffer: &mut [u8], at_end: bool) -> First {
    let (mut cells, mut messes) = (Vec::new(), Messes::default());
    let (mut at, mut row, mut blank) = (0, 1, 0);
    while at < buffer.len() {
        cells.clear();
        match scanner.record(buffer, at, at_end, &mut cells, &mut messes) {
            Scan::Incomplete {
                open_quote: Some(lines),
            } => return First::Unclosed(row + lines),
            Scan::Incomplete { open_quote: None } => return First::Nothing,
            Scan::Record { .. } if messes.torn.is_some() => return First::Torn(row + messes.torn.unwrap_or_default()),
            Scan::Record { next, lines } => {
                if !crate::table::missing::trim(&buffer[at..next]).is_empty() {
                    messes.clean(buffer, &mut cells);
                    let name = |&(start, end): &(u32, u32)| {
                        String::from_utf8_lossy(&buffer[start as usize..end as usize]).into_owned()
                    };
                    let names = cells.iter().map(name).collect();
                    return First::Found {
                        names,
                        row,
                        blank,
                        next,
                        lines,
                    };
                }
                (at, row, blank) = (next, row + lines, blank + 1);
            }
        }
    }
    First::Nothing
}

/// A record that did not end within 16 MiB: most often a quote that was never closed.
pub(crate) fn too_long(open_quote: Option<u64>, row: u64) -> Refusal {
    match open_quote {
        Some(opened) => refuse::unclosed_quote().at_row(opened),
        None => refuse::record_too_long().at_row(row),
    }
}

/// Turns a fault into a refusal, or into another attempt. `row`: the row on which `text` begins.
pub(crate) fn stop(fault: Fault, charset: Charset, row: u64, text: &[u8], fallen_back: Option<u64>) -> Stop {
    let row = row + count_lines(text);
    match fault {
        Fault::Io(error) => refuse::unreadable(&error).into(),
        Fault::Nul => refuse::nul_byte().at_row(row).into(),
        Fault::Malformed { bytes, surely_utf8 } => {
            if charset.may_fall_back() && !surely_utf8 {
                return Stop::NotUtf8 { row, bytes };
            }
            malformed(charset, &bytes, fallen_back).at_row(row).into()
        }
    }
}
