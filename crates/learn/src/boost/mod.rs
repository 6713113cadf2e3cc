//! Gradient-boosted trees over binned columns (histogram boosting for the log loss).
//!
//! Shallow trees on byte columns: each tree has at most `2^depth` leaves, so that exact Shapley values have a closed
//! form per leaf (`explain::trees`). Sums are whole numbers: neither the order of rows nor the number of threads changes a bit.
//! Why not `forust-ml`: docs/adr/0003.

pub mod contract;
pub mod fit;
mod grow;
pub mod histogram;
pub mod lines;
pub mod plan;
mod rank_levels;
pub mod settings;
pub mod split;
#[cfg(test)]
mod tests;
pub mod tree;
mod watch;
mod whole_sums;
