//! Reads tables and queries of PostgreSQL and MySQL/MariaDB servers.
//!
//! `read.rs` is the way through: the address is checked, the query too, a connection opened, the columns described, the
//! rows streamed into the same typed columns that Parquet fills. Connections come from `datafusion-table-providers`; the
//! rows are decoded here, because its conversion to Arrow loses some values (times before 1970 and beyond 2262, partial
//! zero dates, quotes in MySQL queries). To add a server: a [`Dialect`], how it connects, describes, streams.

mod address;
mod catalog;
mod connect;
mod dialect;
mod failure;
mod mysql;
mod mysql_cell;
mod postgres;
mod postgres_cell;
mod query;
mod read;
mod relation;
mod shape;
mod similar;
mod watermark;

pub use catalog::{ColumnEntry, TableEntry, describe_relation, list_tables};
pub use dialect::Dialect;
pub use read::{read_database, sample};
pub use watermark::{Watermark, WatermarkValue};
