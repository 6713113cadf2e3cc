//! What people do about themselves: preferences, password, second factor, sessions.

mod change;
mod end_session;
mod factor_add;
mod factor_confirm;
mod factor_remove;
mod password;
mod routes;
mod sessions;

pub use routes::routes;
