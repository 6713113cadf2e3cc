//! Sessions of people.

pub mod authenticate;
pub mod open;
pub mod password;
pub mod sessions;
pub(crate) mod slowdown;
