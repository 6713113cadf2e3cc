//! How good the data are.

mod routes;
mod show;

pub use routes::routes;
