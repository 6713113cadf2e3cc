//! Ways to look at the list of customers that somebody saved.

mod handlers;
mod routes;
mod spec;

pub use routes::routes;
