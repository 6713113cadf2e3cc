//! The reader, from files on disk to typed columns.

// Helpers outside `#[test]` functions are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::result_large_err)]

mod csv;
mod database_instants;
mod database_mysql;
mod database_postgres;
mod encodings;
mod ingest_again;
mod ingest_attributes;
mod ingest_customers;
mod ingest_formats;
mod ingest_keyed;
mod ingest_known_at;
mod ingest_live;
mod ingest_model;
mod ingest_rejects;
mod ingest_tables;
mod ingest_values;
mod ingest_watermark;
mod json;
mod lake_atomic;
mod lake_delta;
mod lake_events;
mod lake_panel;
mod lake_sql;
mod lake_support;
mod metrics;
mod one_customer;
mod parquet;
mod properties;
mod query_ask;
mod real;
mod refusals;
mod restricted;
mod servers;
mod support;
mod types;
mod xlsx;
