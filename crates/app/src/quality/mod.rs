//! How good the data are: where they come from, what was imported when, what was not taken and why, what the doctor says.

pub mod batches;
pub mod rejects;
pub mod report;
pub mod sources;
