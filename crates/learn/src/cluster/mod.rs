//! Groups of similar customers.

pub mod kmeans;
pub mod space;
