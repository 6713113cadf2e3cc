//! Rows into a file that other programs open, batch by batch.

mod csv;
mod format;
mod parquet;
mod run;
mod safe;
mod stream;
mod xlsx;

pub use format::{ExportFormat, TextEncoding};
pub use run::export;
pub use stream::{ExportLimits, export_sql};
