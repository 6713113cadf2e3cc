//! SQL over the lake: its tables as views of one commit, as of a moment, personal fields masked.

mod ask;
mod export;
mod functions;
mod guard;
mod json;
mod mask;
mod permitted;
mod run;
mod session;
mod sheet;
mod stoppable;
mod tables;

pub use ask::{Answer, AnswerColumn, Limits, ask, type_word};
pub use export::{ExportFormat, ExportLimits, TextEncoding, export, export_sql};
pub(crate) use guard::is_select;
pub use json::json_rows;
pub use mask::masked;
pub use run::{SqlResult, sql};
pub use session::{SessionSettings, register, session};
pub use sheet::{Sheet, SheetColumn};
pub use tables::{ColumnInfo, TableInfo, sql_type, tables};
