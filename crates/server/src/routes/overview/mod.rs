//! The overview: one page on how things are.

pub mod parameters;
mod routes;
pub mod show;
pub mod wire;

pub use routes::routes;
