//! The rows of a CSV file, block by block.

use std::fs::File;

use super::block::{BLOCK_BYTES, Block, BlockSource, Stop};
use super::csv_header::{Beginning, read_beginning, stop, too_long};
use super::csv_scan::{Messes, Scan, Scanner};
use super::decode::{Progress, TextSource};
use super::encoding::Charset;
use super::header::{Header, check_header};
use super::options::ReadOptions;
use super::refuse::{self, MAX_RECORD_BYTES};

/// A CSV file after its header.
pub(crate) struct CsvSource<'p> {
    text: TextSource<'p>,
    charset: Charset,
    fallen_back: Option<u64>,
    scanner: Scanner,
    messes: Messes,
    /// Text that was read and is not in a block yet, and the row on which it begins.
    carry: Vec<u8>,
    row: u64,
    /// Rows end with a delimiter that the header lacks; decided by the first one.
    trailing: Option<bool>,
    pub(crate) delimiter: u8,
    pub(crate) header: Header,
    /// Blank lines that were skipped.
    pub(crate) blank: u64,
}

impl<'p> CsvSource<'p> {
    /// Reads the header. `fallen_back`: the row from which the file is not UTF-8, if that was tried.
    pub(crate) fn open(
        file: &File,
        charset: Charset,
        fallen_back: Option<u64>,
        options: &ReadOptions,
        progress: Option<Progress<'p>>,
    ) -> Result<Self, Stop> {
        let file = file.try_clone().map_err(|error| refuse::unreadable(&error))?;
        let mut text = TextSource::new(file, charset, progress).map_err(|error| refuse::unreadable(&error))?;
        let Beginning {
            scanner,
            delimiter,
            names,
            row,
            blank,
            rest,
            rest_row,
        } = read_beginning(&mut text, charset, options.delimiter, fallen_back)?;
        Ok(Self {
            text,
            charset,
            fallen_back,
            scanner,
            messes: Messes::default(),
            carry: rest,
            row: rest_row,
            trailing: None,
            delimiter,
            header: check_header(&names, row, options)?,
            blank,
        })
    }

    /// Whether every row ended with a delimiter that the header lacks.
    pub(crate) fn has_trailing_delimiters(&self) -> bool {
        self.trailing == Some(true)
    }

    /// Moves complete records from `block.bytes` on into rows; returns where the first incomplete one begins, and the
    /// row of the quote that stands open in it.
    fn split(&mut self, block: &mut Block, at_end: bool) -> Result<(usize, Option<u64>), Stop> {
        let mut at = 0;
        while at < block.bytes.len() {
            let first = block.cells.len();
            let scan = self
                .scanner
                .record(&block.bytes, at, at_end, &mut block.cells, &mut self.messes);
            let (next, lines) = match scan {
                Scan::Record { next, lines } => (next, lines),
                Scan::Incomplete { open_quote } => {
                    block.cells.truncate(first);
                    let opened = open_quote.map(|lines| self.row + lines);
                    if let (true, Some(row)) = (at_end, opened) {
                        return Err(refuse::unclosed_quote().at_row(row).into());
                    }
                    return Ok((at, opened));
                }
            };
            if let Some(opened) = self.messes.torn {
                return Err(refuse::unclosed_quote().at_row(self.row + opened).into());
            }
            if is_blank(&block.bytes, &block.cells[first..]) {
                block.cells.truncate(first);
                self.blank += 1;
            } else {
                self.fit(block, first, at, next, lines)?;
                self.messes.clean(&mut block.bytes, &mut block.cells);
                block.rows.push(self.row);
            }
            self.row += lines;
            at = next;
        }
        Ok((at, None))
    }

    /// Checks that a record has as many fields as the header.
    fn fit(&mut self, block: &mut Block, first: usize, at: usize, next: usize, lines: u64) -> Result<(), Stop> {
        let expected = block.columns;
        let found = block.cells.len() - first;
        let ends_empty = block.cells.last().is_some_and(|&(start, end)| start == end);
        let is_trailing = found == expected + 1 && ends_empty;
        let trailing = *self.trailing.get_or_insert(is_trailing);
        if found == expected {
            return Ok(());
        }
        if trailing && is_trailing {
            block.cells.pop();
            return Ok(());
        }
        let record = String::from_utf8_lossy(block.bytes[at..next].trim_ascii_end());
        let spans = (lines > 1).then(|| self.row + lines - 1);
        Err(refuse::ragged_row(found, expected, spans)
            .at_row(self.row)
            .with_value(&record)
            .into())
    }
}

impl BlockSource for CsvSource<'_> {
    fn next(&mut self, block: &mut Block) -> Result<bool, Stop> {
        block.clear();
        block.columns = self.header.names.len();
        block.bytes.append(&mut self.carry);
        let mut target = BLOCK_BYTES;
        loop {
            let filled = self.text.fill(&mut block.bytes, target);
            filled.map_err(|fault| stop(fault, self.charset, self.row, &block.bytes, self.fallen_back))?;
            let at_end = self.text.ended();
            let (used, open_quote) = self.split(block, at_end)?;
            self.carry.extend_from_slice(&block.bytes[used..]);
            if !block.rows.is_empty() || at_end {
                return Ok(!block.rows.is_empty());
            }
            if self.carry.len() >= MAX_RECORD_BYTES {
                return Err(too_long(open_quote, self.row).into());
            }
            block.clear();
            block.bytes.append(&mut self.carry);
            target = BLOCK_BYTES.max(block.bytes.len() * 2);
        }
    }

    fn name(&self, column: usize) -> Option<&str> {
        self.header.names.get(column).map(String::as_str)
    }
}

fn is_blank(text: &[u8], cells: &[(u32, u32)]) -> bool {
    cells
        .iter()
        .all(|&(start, end)| text[start as usize..end as usize].trim_ascii().is_empty())
}
