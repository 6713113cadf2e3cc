//! Writing the results.

pub mod scores;
