//! Where customers stand by what they bought in a period and before it.

mod count;

pub use count::{LifecycleCounts, count};
