//! The interface from outside: requests in, answers out, in one process.

// Helpers outside `#[test]` functions are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic)]

mod administering;
mod asking;
mod document;
mod permissions;
mod signing_in;
mod support;
