//! Sessions of people who signed in. The token that the browser holds is here as its hash alone.

pub mod close;
pub mod find;
pub mod list;
pub mod open;
pub(crate) mod row;
pub mod session;
pub mod touch;
