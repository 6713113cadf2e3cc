//! Tables in, features out: reads files into typed columns and makes features of event logs.
//!
//! To add a file format see [`read`]; to add a type of column see [`table`].

// A refusal ends the run: its size does not matter, and boxing it would only hide its fields from the caller.
#![allow(clippy::result_large_err)]

pub mod error;
pub mod features;
pub mod metrics;
pub mod read;
mod runtime;
pub mod table;
