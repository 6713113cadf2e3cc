//! The rows that have everything, and the values of columns in them.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::ReadTable;
use holdfast_engine::table::Column;

/// Rows that were left out on account of a column. A row that lacks two columns is counted for both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The column.
    pub column: String,
    /// Rows without a value in it.
    pub rows: u64,
}

/// Rows of a table that have a value in every needed column. Index `i` of what it gives is `rows[i]` of the table.
pub struct Picked<'a> {
    input: &'a ReadTable,
    pub(super) rows: Vec<u32>,
    dropped: Vec<Dropped>,
}

impl<'a> Picked<'a> {
    pub(super) fn new(input: &'a ReadTable, rows: Vec<u32>, dropped: Vec<Dropped>) -> Self {
        Self { input, rows, dropped }
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none (there always is one).
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number in the file of row `i`, as an editor or a spreadsheet counts; `None` beyond the last.
    pub fn row_number(&self, i: usize) -> Option<u64> {
        let row = *self.rows.get(i)?;
        Some(self.input.table.row_number(row as usize))
    }

    /// Values by row of the table, for the rows picked.
    pub fn gather<T: Copy>(&self, by_table_row: &[T]) -> Vec<T> {
        self.rows
            .iter()
            .filter_map(|&row| by_table_row.get(row as usize).copied())
            .collect()
    }

    /// A column as texts, for ids: a missing one is empty.
    pub fn texts(&self, column: &Column) -> Vec<String> {
        let text = |&row: &u32| {
            column
                .text_at(row as usize)
                .map_or_else(String::new, |t| t.into_owned())
        };
        self.rows.iter().map(text).collect()
    }

    /// Rows left out, by column.
    pub fn dropped(&self) -> &[Dropped] {
        &self.dropped
    }

    /// What to tell the user about rows that were left out; empty when none was.
    pub fn notes(&self) -> Vec<Bilingual> {
        let total = self.input.table.rows - self.rows.len();
        if total == 0 {
            return Vec::new();
        }
        let list = |separator: &str| -> String {
            let parts: Vec<String> = self
                .dropped
                .iter()
                .map(|d| format!("{} {}", d.column, d.rows))
                .collect();
            parts.join(separator)
        };
        let (zh, en) = (list("、"), list(", "));
        vec![bilingual!(
            "{total} 行有缺失值，未使用（按列：{zh}）",
            "{total} rows with missing values were left out (by column: {en})"
        )]
    }

    /// Names the file in a refusal.
    pub fn in_file(&self, refusal: Refusal) -> Refusal {
        refusal.in_file(self.input.file.as_str())
    }

    /// A refusal that names file, row (if it is known), column and value.
    pub(super) fn refused(&self, column: &Column, row: Option<u64>, value: &str, refusal: Refusal) -> Refusal {
        let mut refusal = refusal.in_column(column.name.as_str()).with_value(value);
        refusal.row = row;
        self.in_file(refusal)
    }
}
