//! Groups of similar customers.

mod choose;
pub mod coordinates;
pub mod figures;
pub mod kmeans;
mod lloyd;
pub mod matching;
pub mod migration;
pub mod mixture;
pub mod profile;
pub mod segment;
mod single;
pub mod space;
#[cfg(test)]
mod tests;
mod words;
