//! Metrics: one metric, one `.sql`, every value with its ground (docs/methods/metrics.md).
//!
//! To add a metric: a file in `builtin` and a line in `catalog/builtin.rs`; its rows in `tests/slt`. To add something that SQL
//! can read: a file in `view` and a variant of [`view::View`].

pub mod catalog;
pub mod data;
mod engine;
pub mod query;
pub mod reconcile;
mod sql;
pub mod view;
pub mod why;

pub use engine::MetricEngine;
