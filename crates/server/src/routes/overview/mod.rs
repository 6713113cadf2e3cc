//! The overview: one page on how things are.

mod parameters;
mod routes;
mod show;
mod wire;

pub use routes::routes;
