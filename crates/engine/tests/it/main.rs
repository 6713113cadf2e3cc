//! The reader, from files on disk to typed columns.

// Helpers outside `#[test]` functions are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::result_large_err)]

mod csv;
mod encodings;
mod json;
mod metrics;
mod parquet;
mod properties;
mod real;
mod refusals;
mod support;
mod types;
mod xlsx;
