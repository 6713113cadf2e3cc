//! The second factor: a sealed secret, the last code that was used, and recovery codes as hashes.

pub mod advance;
pub mod confirm;
pub mod propose;
pub mod recover;
pub mod remove;
pub(crate) mod row;
