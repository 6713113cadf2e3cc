//! Tokens of programs.

mod create;
mod list;
mod revoke;
mod routes;

pub use routes::routes;
