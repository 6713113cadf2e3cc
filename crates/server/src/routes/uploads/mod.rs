//! Files that people bring: received, looked at, mapped, imported.

mod change;
mod import;
mod list;
mod receive;
mod remove;
mod routes;
mod show;
mod wire;

pub use routes::routes;
