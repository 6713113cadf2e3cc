//! Whether groups of customers differ in how long they stay.

mod accumulate;
mod groups;
mod pairwise;
mod rows;
mod solve;
mod statistic;
mod trend;
mod weighting;

pub use pairwise::{Correction, Pair, pairwise_log_rank};
pub use solve::LogRank;
pub use statistic::{GroupResult, WeightedLogRank, log_rank, weighted_log_rank};
pub use trend::Trend;
pub use weighting::Weighting;
