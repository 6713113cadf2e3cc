//! The workspace's key: what it seals can be read by nobody who has the database alone.

pub mod file;
pub(crate) mod seal;
