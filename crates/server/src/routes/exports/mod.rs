//! Files to take away: on the record.

mod make;
mod routes;
mod send;

pub use routes::routes;
