//! Tables in, the lake between, features and metrics out: reads files into typed columns, keeps them as Delta tables, and counts.
//!
//! To add a file format see [`read`]; to add a type of column see [`table`]; to add a table of the lake see [`lake`].

// A refusal ends the run: its size does not matter, and boxing it would only hide its fields from the caller.
#![allow(clippy::result_large_err)]

pub mod customers;
pub mod database;
pub mod error;
pub mod facts;
pub mod features;
pub mod ingest;
pub mod lake;
pub mod metrics;
pub mod panel;
pub mod query;
pub mod read;
pub mod scores;
pub mod table;

mod runtime;
