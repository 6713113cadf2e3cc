//! What of a customer's history does not fit into periods: when they came, when they were last seen, how regularly they come.

mod build;
mod gaps;

pub use build::History;
pub use gaps::Rhythm;
