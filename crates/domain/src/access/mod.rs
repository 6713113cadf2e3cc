//! Who may do what: roles, the permissions they give, the scopes of tokens, and the rows that a person may see.
//!
//! To add a permission: its line in `permission.rs`, the roles that have it in `role.rs`, a scope if programs may use it.

pub mod grant;
pub mod permission;
pub mod role;
pub mod row;
pub mod scope;
pub mod sign_in;
