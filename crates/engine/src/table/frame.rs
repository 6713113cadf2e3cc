//! The table.

use super::column::Column;

/// Columns of equal length, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns; every one holds [`Table::rows`] values.
    pub columns: Vec<Column>,
    /// Rows, the header not counted.
    pub rows: usize,
    /// The file's row number of row 0 (the header is row 1 in a plain CSV).
    pub first_data_row: u64,
}

impl Table {
    /// The column with exactly this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}
