//! The customers that a customer is compared with.

mod build;
pub mod summary;

pub use build::build;
