//! People: who they are, their roles and rows, how they like the screen. Passwords are hashes.

pub mod count;
pub mod create;
pub mod edit;
pub mod find;
pub mod link;
pub mod list;
pub mod password;
pub mod person;
pub mod prefer;
pub(crate) mod row;
