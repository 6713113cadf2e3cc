//! From columns to what a learner reads.

pub mod binner;
pub mod blocks;
pub mod levels;
pub mod standard;
