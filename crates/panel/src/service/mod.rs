//! Complaints, and how soon they were settled.

mod count;

pub use count::{ServiceCounts, count};
