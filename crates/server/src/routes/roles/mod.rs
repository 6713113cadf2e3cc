//! The roles there are.

mod list;
mod routes;

pub use routes::routes;
