//! What customers did in each period: events, purchases, buyers, money, intervals.

mod count;

pub use count::{ActivityCounts, count};
