//! The first run.

mod begin;
mod routes;
mod show;

pub use routes::routes;
