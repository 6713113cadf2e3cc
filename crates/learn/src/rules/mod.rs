//! Rules in words: conditions that pick out customers who leave more often.

pub mod bitset;
pub mod condition;
pub mod list;
#[cfg(test)]
mod list_tests;
pub mod measure;
mod merge;
mod subgroup;
pub mod words;
