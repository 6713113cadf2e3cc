//! A table in memory: typed columns, and what a text in a cell means (missing, number, date).
//!
//! To add a type of column: a struct beside [`NumberColumn`], a variant of [`Values`], its parser (`parse_*.rs`)
//! and its rule in `infer*.rs`.

mod column;
pub mod convert;
mod frame;
pub(crate) mod infer;
pub(crate) mod infer_instant;
pub(crate) mod infer_number;
mod instant;
pub(crate) mod intern;
mod levels;
pub(crate) mod missing;
mod number;
pub(crate) mod odd;
pub(crate) mod parse_clock;
pub(crate) mod parse_date;
pub(crate) mod parse_number;
pub(crate) mod row_map;
mod show;
mod text;

pub use column::{Column, OddValue, Values};
pub use convert::{looks_like_compact_date, name_looks_like_date};
pub use frame::Table;
pub use instant::InstantColumn;
pub(crate) use instant::{civil, day_seconds};
pub use levels::Levels;
pub use number::NumberColumn;
pub use parse_date::DateOrder;
pub use text::TextColumn;
