//! Attempts to sign in, by login and by address: what slows guessing down.

pub mod clear;
pub mod count;
pub mod forgive;
pub(crate) mod row;
