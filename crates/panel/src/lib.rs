//! Customers and their history as arrays: the panel, features as of an instant, churn spells, and what metrics count.
//!
//! Everything is indexed by the dense customer key and cut as of an instant before it gets here: no file, no SQL, no Arrow,
//! no clock. To add a measure or an indicator see `features`, to add a churn definition see `spells`, to add something
//! that metrics count see `ledger`.

pub mod as_of;
pub mod attributes;
pub mod events;
pub mod features;
pub mod groups;
pub mod history;
pub mod panel;
pub mod periods;
pub mod spells;
