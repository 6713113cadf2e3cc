//! SQL.

pub mod ask;
mod routes;
pub mod schema;

pub(crate) use ask::{CHARACTERS, answer, filters, query};
pub use routes::routes;
