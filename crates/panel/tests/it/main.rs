//! What the kernels count, against cases derived by hand, naive counts straight from docs/methods/ledger.md, and identities.

#![allow(clippy::unwrap_used, clippy::panic, clippy::type_complexity)]

mod activity;
mod cohort;
mod company;
mod history;
mod ledger;
mod reconcile;
mod revenue;
mod spells;
mod surveys;
mod threads;
mod value;
