//! `holdfast ltv`: what each customer is worth, and whether they are still there.
//!
//! Event log, summary or contracts → histories ([`events`], [`summary`], [`contracts`]) → a fitted model
//! ([`buying`], [`visits`], [`renewals`]) → money ([`money`]) → the report and a row for each customer ([`write`]).

pub mod base;
pub mod buying;
pub mod contracts;
pub mod events;
pub mod fees;
pub mod fitted_columns;
pub mod forecast;
pub mod model;
pub mod money;
pub mod narrative;
pub mod options;
pub mod renewals;
pub mod residual;
pub mod run;
pub mod summary;
mod total;
pub mod visits;
pub mod words;
pub mod write;

pub use holdfast_report::model::lifetime::{Parameters, Renewal};
