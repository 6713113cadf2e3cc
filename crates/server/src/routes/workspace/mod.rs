//! The workspace: what it is called, what churn means in it, what figures can be split by.

pub mod about;
mod routes;

pub use routes::routes;
