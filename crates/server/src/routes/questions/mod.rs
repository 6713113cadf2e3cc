//! Questions that somebody saved: a metric or a query, and how it is shown.

mod handlers;
mod routes;
mod spec;

pub use routes::routes;
