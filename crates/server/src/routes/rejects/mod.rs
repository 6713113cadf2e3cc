//! What was not taken.

pub(crate) mod list;
mod query;
mod routes;

pub use routes::routes;
