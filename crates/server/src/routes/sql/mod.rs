//! SQL.

pub mod ask;
mod routes;
pub mod schema;

pub(crate) use ask::{CHARACTERS, query};
pub use routes::routes;
