//! Why a figure changed: the change between two periods split by segment.

mod ratio;
mod total;

pub use ratio::{RatioChange, RatioSegment, SegmentEffect, ratio};
pub use total::{TotalChange, TotalEffect, total};
