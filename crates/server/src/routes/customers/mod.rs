//! Customers: the list over all of them, and one with everything that is known.

pub mod filter;
pub mod list;
pub mod parameters;
pub mod profile;
mod routes;
pub mod score;
pub mod scores;
pub mod survival;
pub mod timeline;
pub mod unmask;

pub use filter::CustomerFilter;
pub use routes::routes;
