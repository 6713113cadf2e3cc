//! What was done, by whom, to what: append-only, each line bound to the one before it by its hash.

pub mod append;
pub mod entry;
pub mod hash;
pub mod list;
pub(crate) mod row;
pub mod verify;
