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
#[path = "../it/ingest_keyed.rs"]
mod ingest_keyed;
#[path = "../it/ingest_customers.rs"]
mod ingest_customers;
#[path = "../it/ingest_watermark.rs"]
mod ingest_watermark;
#[path = "../it/ingest_known_at.rs"]
mod ingest_known_at;
#[path = "../it/ingest_model.rs"]
mod ingest_model;
#[path = "../it/lake_events.rs"]
mod lake_events;
#[path = "../it/lake_atomic.rs"]
mod lake_atomic;
#[path = "../it/lake_sql.rs"]
mod lake_sql;
#[path = "../it/lake_delta.rs"]
mod lake_delta;
