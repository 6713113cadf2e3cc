//! The audit log, for whoever watches.

mod list;
mod routes;
mod verify;

pub use routes::routes;
