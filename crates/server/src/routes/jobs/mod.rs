//! Jobs: begun, looked at, stopped.

mod ask;
mod list;
mod routes;
mod show;
mod stop;

pub use routes::routes;
