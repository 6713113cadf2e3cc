//! Why a metric changed between two periods: which segments, and whether through what they do or through how many they are
//! (`holdfast why`; docs/methods/change.md).

mod ask;
mod run;
mod split;
mod table;

pub use ask::WhyQuery;
pub(crate) use run::run;
pub use table::{Side, Why, WhyDimension, WhySegment};
