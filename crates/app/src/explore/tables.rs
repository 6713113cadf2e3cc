//! Tables and columns for whoever writes SQL.

use holdfast_engine::lake::LakeView;
use holdfast_engine::query::tables;

use super::reader::Reader;
use crate::error::AppError;

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlTable {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<SqlColumn>,
    /// Rows that were written to it; absent for a reader who sees some customers alone.
    pub rows: Option<u64>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlColumn {
    /// Its name.
    pub name: String,
    /// Its type as SQL names it.
    pub kind: String,
    /// Whether it is personal: shown masked.
    pub personal: bool,
}

impl Reader {
    /// The tables that the reader may ask.
    ///
    /// # Errors
    /// A lake that cannot be read.
    pub fn sql_tables(&self) -> Result<Vec<SqlTable>, AppError> {
        listed(self.view())
    }
}

fn listed(view: &LakeView) -> Result<Vec<SqlTable>, AppError> {
    let shown = tables(view)?.into_iter().filter(|table| view.shows(&table.name));
    Ok(shown
        .map(|table| SqlTable {
            rows: (!view.is_restricted()).then_some(table.rows),
            name: table.name,
            columns: table
                .columns
                .into_iter()
                .map(|column| SqlColumn {
                    name: column.name,
                    kind: column.kind,
                    personal: column.personal,
                })
                .collect(),
        })
        .collect())
}
