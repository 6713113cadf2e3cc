//! Dashboards: saved questions side by side, with filters that hold for all of them.

mod handlers;
mod routes;
mod spec;

pub use routes::routes;
