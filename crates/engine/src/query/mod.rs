//! SQL over the lake: its tables as views of one commit, as of a moment, personal fields masked.

mod export;
mod json;
mod mask;
mod run;
mod session;
mod sheet;
mod tables;

pub use export::{ExportFormat, export};
pub use json::json_rows;
pub use mask::masked;
pub use run::{SqlResult, sql};
pub use session::{SessionSettings, register, session};
pub use sheet::{Sheet, SheetColumn};
pub use tables::{ColumnInfo, TableInfo, sql_type, tables};
