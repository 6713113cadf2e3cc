//! What the SQL of metrics reads: counts by period and group, made for exactly the question.
//!
//! Columns of every view: `cell` (the same number for the same period and group in every view: join on it), `period` (its first day),
//! the dimensions asked for, then counts (`BIGINT`), money (`_minor`, `BIGINT`) and other numbers (`DOUBLE`).

mod activity;
mod cohorts;
mod frame;
mod kept;
mod ledger;
mod lifecycle;
mod names;
mod periods;
mod revenue;
mod rfm;
mod scope;
mod service;
mod survey;
mod value;
mod workshop;

pub(crate) use kept::Chosen;
pub use kept::KeptViews;
pub use names::View;
pub(crate) use scope::{Scope, filtered};
