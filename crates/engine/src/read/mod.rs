//! Reads a table out of a file: CSV, XLSX, Parquet, JSON lines.
//!
//! A reader turns its file into `Block`s of texts (`block.rs`); `collect.rs` turns blocks into typed columns. To add a
//! format: recognise it in `detect.rs`, a `BlockSource` for it, an arm in `run.rs`. Parquet is typed already and fills
//! its columns itself.

mod archive;
mod block;
mod builder;
pub(crate) mod collect;
mod csv;
mod csv_header;
mod csv_scan;
mod csv_source;
pub(crate) mod decode;
mod delimiter;
mod detect;
mod encoding;
pub(crate) mod header;
mod instant_builder;
mod json;
mod json_object;
mod json_source;
mod json_split;
pub(crate) mod notes;
mod number_builder;
mod options;
mod outcome;
mod parquet;
mod parquet_array;
pub(crate) mod refuse;
mod run;
pub(crate) mod typed_column;
mod xlsx;
mod xlsx_cell;
mod xlsx_sheet;
mod xlsx_source;

pub use crate::table::DateOrder;
pub(crate) use json::read_json_bytes;
pub use options::ReadOptions;
pub use outcome::{EncodingFound, ReadNote, ReadTable, TextForm};
pub use run::read;
