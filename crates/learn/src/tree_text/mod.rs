//! One decision tree that can be read.

mod bins;
pub mod fit;
mod grow;
mod prune;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod words;
