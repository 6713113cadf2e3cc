//! The truth of every metric, counted from lives while they stream by: definitions in `docs/methods/ledger.md`.
//!
//! Nothing here reads a file or shares code with the rooms that compute metrics from files: a common mistake would hide.
//! To add a metric: a [`grid::Count`] that a counting file fills, and its row in `rows.rs`.

pub(crate) mod ledger;

mod activity;
mod calendar;
mod cells;
mod cohorts;
mod grid;
mod revenue;
mod rfm;
mod rows;
mod service;
mod stays;
mod stock;
#[cfg(test)]
mod tests;
