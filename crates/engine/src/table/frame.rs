//! The table.

use super::column::Column;
use super::row_map::RowMap;

/// Columns of equal length, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns; every one holds [`Table::rows`] values.
    pub columns: Vec<Column>,
    /// Rows, the header not counted.
    pub rows: usize,
    /// The file's row number of row 0 (the header is row 1 in a plain CSV).
    pub first_data_row: u64,
    /// The file's numbers of all rows.
    pub(crate) numbers: RowMap,
}

impl Table {
    /// The number in the file of a row, as an editor or a spreadsheet counts: blank lines and records over several lines
    /// are counted.
    pub fn row_number(&self, row: usize) -> u64 {
        self.numbers.number(row)
    }

    /// The column with exactly this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}
