//! Where the data come from.

pub(crate) mod list;
mod routes;

pub use routes::routes;
