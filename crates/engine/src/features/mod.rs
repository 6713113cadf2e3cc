//! Features of customers as of a day, out of an event history.
//!
//! The cut is made once, in [`compute`]: a customer's events at or after the cut-off day are not in the slice that the
//! formulas see. Deleting them changes no byte (test `truncation`).

pub mod compute;
pub mod history;
pub mod plan;
pub mod spec;
pub mod window;
