//! Gradient-boosted trees over binned columns (histogram boosting for the log loss).
//!
//! Shallow trees on byte columns: each tree has at most `2^depth` leaves, so that exact Shapley values have a closed
//! form per leaf (`explain::trees`). Why not `forust-ml`: docs/adr/0003.

pub mod fit;
pub mod histogram;
pub mod settings;
pub mod split;
pub mod tree;
