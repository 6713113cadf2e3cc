//! What was imported.

mod list;
mod routes;

pub use routes::routes;
