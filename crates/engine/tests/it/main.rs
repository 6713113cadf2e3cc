//! The reader, from files on disk to typed columns.

// Helpers outside `#[test]` functions are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::result_large_err)]

mod csv;
mod database_instants;
mod database_million;
mod database_mysql;
mod database_postgres;
mod encodings;
mod json;
mod metrics;
mod parquet;
mod properties;
mod real;
mod refusals;
mod servers;
mod support;
mod types;
mod xlsx;
