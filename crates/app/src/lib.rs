//! Use cases: the only room that joins reading, learning, estimating and reporting.
//!
//! To add a use case: a folder named after what the user asks for, with its options, its `run` and the figures it makes.

// A refusal ends the run: its size does not matter, and boxing it would only hide its fields from the caller.
#![allow(clippy::result_large_err)]

pub mod analyze;
pub mod columns;
pub mod csv;
pub mod customers;
pub mod definitions;
pub mod error;
pub mod explore;
pub mod lake;
pub mod lifetime;
pub mod live;
pub mod models;
pub mod outputs;
pub mod overview;
pub mod progress;
pub mod quality;
pub mod reading;
pub mod simulate;
pub mod survival;
pub mod uploads;
pub mod workspace;
