//! Naive Bayes: every column speaks for itself, and the evidence is added.

pub mod evidence;
pub mod fit;
mod kernel;
