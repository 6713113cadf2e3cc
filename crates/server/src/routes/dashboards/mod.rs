//! Dashboards: saved questions side by side, with filters that hold for all of them.

pub mod handlers;
mod routes;
pub mod spec;

pub use routes::routes;
