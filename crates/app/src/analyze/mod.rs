//! `holdfast analyze FILE`: one table in, a churn report out.
//!
//! read (`engine::read`) → understand → study (`snapshot` or `events`) → model → figures → write.

pub mod events;
pub mod figures;
pub mod model;
pub mod options;
pub mod overrides;
pub mod run;
pub mod snapshot;
pub mod study;
pub mod understand;
pub mod words;
pub mod write;

pub use holdfast_report::model::data::Severity;
