//! Customers: the list over all of them, and one with everything that is known.

mod filter;
mod list;
mod parameters;
mod profile;
mod routes;
mod score;
mod scores;
mod survival;
mod timeline;
mod unmask;

pub use filter::CustomerFilter;
pub use routes::routes;
