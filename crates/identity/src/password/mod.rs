//! Passwords: which are accepted, their hashes, checking one.

pub(crate) mod check;
pub(crate) mod hash;
pub mod pieces;
pub mod rules;
