//! What churn means: the definitions, a rule on trial, changing them.

mod list;
mod routes;
mod save;
mod trial;

pub use routes::routes;
