//! Customers and their history as arrays: the panel, features as of an instant, churn spells, and what metrics count.
//!
//! Everything is indexed by the dense customer key and cut as of an instant before it gets here: no file, no SQL, no Arrow,
//! no clock. To add a measure or an indicator see `features`, to add a churn definition see `spells`, to add something
//! that metrics count see `ledger`.

pub mod activity;
pub mod as_of;
pub mod cohort;
pub mod events;
pub mod features;
pub mod groups;
pub mod history;
pub mod ledger;
pub mod lifecycle;
pub mod panel;
mod period_index;
pub mod periods;
pub mod placement;
pub mod reconcile;
pub mod revenue;
pub mod rfm;
pub mod rhythm;
pub mod service;
pub mod spells;
pub mod survey;
mod tally;
pub mod value;
pub mod window;
pub mod workshop;
