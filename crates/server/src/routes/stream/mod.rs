//! What clients are told as it happens.

mod listen;
mod routes;

pub use routes::routes;
