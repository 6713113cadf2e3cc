//! Writing the results: whole files or none.

pub mod outputs;
pub mod scores;
