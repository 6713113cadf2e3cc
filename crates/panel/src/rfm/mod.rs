//! Recency, frequency, monetary value: the eight classes of the Chinese textbook.

mod class;
mod count;

pub use class::RfmClass;
pub use count::{RfmCounts, count};
