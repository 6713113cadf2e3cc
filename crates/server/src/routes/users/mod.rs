//! People, for administrators.

mod create;
mod edit;
mod list;
mod reset;
mod routes;
mod show;
mod wire;

pub use routes::routes;
