//! Many rows a customer with a time: the table becomes a history, the history a study.

pub mod build;
pub mod cohorts;
pub mod columns;
pub mod cutoffs;
pub mod definition;
pub mod extract;
mod groups;
pub mod intervals;
mod leaks;
pub mod lifecycle;
pub mod months;
pub mod rfm;
