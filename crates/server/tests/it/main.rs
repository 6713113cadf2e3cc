//! The interface from outside: requests in, answers out, in one process.

// Helpers outside `#[test]` functions are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

mod document;
mod permissions;
mod support;
mod who;
