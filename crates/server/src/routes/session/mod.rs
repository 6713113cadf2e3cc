//! The session: signing in, who is signed in, signing out.

mod close;
mod open;
mod routes;
mod show;

pub use routes::routes;
