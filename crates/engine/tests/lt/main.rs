#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::result_large_err, dead_code)]
#[path = "../it/lake_support.rs"]
mod lake_support;
#[path = "../it/ingest_formats.rs"]
mod ingest_formats;
#[path = "../it/ingest_tables.rs"]
mod ingest_tables;
#[path = "../it/ingest_values.rs"]
mod ingest_values;
#[path = "../it/ingest_attributes.rs"]
mod ingest_attributes;
#[path = "../it/ingest_rejects.rs"]
mod ingest_rejects;
#[path = "../it/ingest_again.rs"]
mod ingest_again;
