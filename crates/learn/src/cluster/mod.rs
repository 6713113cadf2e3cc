//! Groups of similar customers.

mod choose;
pub mod coordinates;
pub mod figures;
mod lloyd;
pub mod matching;
pub mod migration;
pub mod mixture;
pub mod profile;
pub mod segment;
mod single;
#[cfg(test)]
mod tests;
mod words;
