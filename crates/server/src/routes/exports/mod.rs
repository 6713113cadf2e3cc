//! Files to take away: on the record.

pub mod make;
mod routes;
mod send;

pub use routes::routes;
