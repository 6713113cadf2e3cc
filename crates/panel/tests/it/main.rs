//! The panel, its features and what is counted: against slow references, by hand, and with what comes after the cut.

#![allow(clippy::unwrap_used, clippy::panic, clippy::type_complexity)]

mod activity;
mod by_hand;
mod cohort;
mod company;
mod features;
mod history;
mod leakage;
mod ledger;
mod panel;
mod reconcile;
mod reference;
mod revenue;
mod rows;
mod spells;
mod surveys;
mod threads;
mod threads_panel;
mod value;
