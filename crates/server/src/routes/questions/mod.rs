//! Questions that somebody saved: a metric or a query, and how it is shown.

pub mod handlers;
mod routes;
pub mod rows;
pub mod spec;

pub use routes::routes;
