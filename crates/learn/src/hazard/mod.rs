//! Boosted discrete-time hazards: who churns in which period, with interactions of columns and of columns with time.

mod baseline;
pub mod fit;
mod fitted;
mod grow;
mod people;
pub mod settings;
#[cfg(test)]
mod tests;

pub use fitted::FittedHazard;
