//! Signing in through a provider of OpenID Connect: two addresses that browsers go to.

mod callback;
mod routes;
mod start;

pub use routes::routes;
