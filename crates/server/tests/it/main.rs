//! The interface from outside: requests in, answers out, in one process.

// Helpers outside `#[test]` functions are tests all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::result_large_err)]

mod administering;
mod asking;
mod company;
mod customers;
mod definitions;
mod document;
mod documents;
mod events;
mod figures;
mod files;
mod jobs;
mod permissions;
mod signing_in;
mod support;
mod uploads;
