//! Events as they happen.

mod accept;
mod routes;
mod status;

pub use routes::routes;
