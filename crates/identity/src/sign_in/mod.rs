//! Sessions of people.

pub mod authenticate;
pub(crate) mod open;
pub mod password;
pub mod sessions;
pub(crate) mod slowdown;
