//! SQL.

mod ask;
mod routes;
mod schema;

pub(crate) use ask::{CHARACTERS, query};
pub use routes::routes;
