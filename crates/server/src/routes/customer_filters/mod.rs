//! Ways to look at the list of customers that somebody saved.

pub mod handlers;
mod routes;
pub mod spec;

pub use routes::routes;
