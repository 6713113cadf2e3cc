//! People: the first one, more of them, their edits and passwords.

pub mod create;
pub mod edit;
pub mod first;
pub(crate) mod name;
pub mod password;
pub mod rescue;
