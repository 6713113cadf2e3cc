//! Tokens of programs.

pub mod authenticate;
pub mod create;
pub mod revoke;
