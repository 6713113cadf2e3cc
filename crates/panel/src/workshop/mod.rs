//! Visits that fell due, and whether the customer came back in time.

mod count;

pub use count::{DueVisits, count};
