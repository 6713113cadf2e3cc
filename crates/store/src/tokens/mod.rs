//! Tokens of programs, as hashes.

pub mod create;
pub mod find;
pub mod list;
pub mod revoke;
pub(crate) mod row;
pub mod token;
pub mod touch;
