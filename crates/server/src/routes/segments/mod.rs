//! Segments of customers.

mod migration;
mod query;
mod routes;

pub use routes::routes;
