//! The rows of a worksheet, block by block.

use std::fs::File;
use std::io::BufReader;

use calamine::{DataRef, XlsxCellReader};
use holdfast_domain::refusal::Refusal;

use super::block::{BLOCK_BYTES, BLOCK_CELLS, Block, BlockSource, Stop};
use super::decode::Progress;
use super::xlsx::{corrupt, damaged};
use super::xlsx_cell::{is_filled, write_cell};
use super::xlsx_sheet::{Place, Workbook};

/// A worksheet being read.
pub(crate) struct XlsxSource<'a> {
    cells: XlsxCellReader<'a, BufReader<File>>,
    place: &'a Place,
    names: &'a [String],
    /// The first cell of the row after the block.
    ahead: Option<(u32, u32, DataRef<'a>)>,
    /// The sheet's end was met; the reader must not be asked again.
    ended: bool,
    last_row: Option<u32>,
    /// Filled cells beside the table.
    pub(crate) outside: u64,
    /// Rows without anything between the first and the last.
    pub(crate) blank: u64,
    /// Rows in the sheet, as it says; the size of the file; who is told.
    rows: u32,
    bytes: u64,
    progress: Option<Progress<'a>>,
}

impl<'a> XlsxSource<'a> {
    pub(crate) fn open(
        book: &'a mut Workbook,
        place: &'a Place,
        names: &'a [String],
        bytes: u64,
        progress: Option<Progress<'a>>,
    ) -> Result<Self, Refusal> {
        let cells = book
            .worksheet_cells_reader(&place.sheet)
            .map_err(|error| damaged(&error))?;
        Ok(Self {
            rows: cells.dimensions().end.0.saturating_add(1),
            cells,
            place,
            names,
            ahead: None,
            ended: false,
            last_row: None,
            outside: 0,
            blank: 0,
            bytes,
            progress,
        })
    }

    /// The next filled cell below the header.
    fn cell(&mut self) -> Result<Option<(u32, u32, DataRef<'a>)>, Refusal> {
        if let Some(cell) = self.ahead.take() {
            return Ok(Some(cell));
        }
        while !self.ended {
            let Some(cell) = self.cells.next_cell().map_err(|error| damaged(&error))? else {
                self.ended = true;
                break;
            };
            let (row, column) = cell.get_position();
            if row > self.place.header_row && is_filled(cell.get_value()) {
                return Ok(Some((row, column, cell.get_value().clone())));
            }
        }
        Ok(None)
    }

    /// Appends the next row with anything in it; `false` when there is none.
    fn row(&mut self, block: &mut Block) -> Result<bool, Refusal> {
        let first_cell = block.cells.len();
        let mut current = None;
        while let Some((row, column, value)) = self.cell()? {
            if current.is_some_and(|current| current != row) {
                self.ahead = Some((row, column, value));
                break;
            }
            let index = column.checked_sub(self.place.first_column).map(|index| index as usize);
            let Some(index) = index.filter(|&index| index < block.columns) else {
                self.outside += 1;
                continue;
            };
            if current.is_none() {
                current = Some(row);
                block.cells.resize(first_cell + block.columns, (0, 0));
            }
            let start = block.bytes.len() as u32;
            write_cell(&value, &mut block.bytes);
            block.cells[first_cell + index] = (start, block.bytes.len() as u32);
        }
        let Some(row) = current else { return Ok(false) };
        let before = self.last_row.unwrap_or(self.place.header_row);
        if row <= before {
            return Err(corrupt("row order").at_row(u64::from(row) + 1));
        }
        self.blank += u64::from(row - before - 1);
        self.last_row = Some(row);
        block.rows.push(u64::from(row) + 1);
        Ok(true)
    }
}

impl BlockSource for XlsxSource<'_> {
    fn next(&mut self, block: &mut Block) -> Result<bool, Stop> {
        block.clear();
        block.columns = self.names.len();
        while block.bytes.len() < BLOCK_BYTES && block.cells.len() < BLOCK_CELLS {
            if !self.row(block)? {
                break;
            }
        }
        if let (Some(progress), Some(row)) = (self.progress, self.last_row) {
            let share = (f64::from(row) / f64::from(self.rows.max(1))).min(1.0);
            progress((self.bytes as f64 * share) as u64, self.bytes);
        }
        Ok(!block.rows.is_empty())
    }

    fn name(&self, column: usize) -> Option<&str> {
        self.names.get(column).map(String::as_str)
    }
}
