//! People and programs at the door.

// Helpers outside `#[test]` functions are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod company;
mod guessing;
mod oidc;
mod people;
mod provider;
mod second_factor;
mod sessions;
mod tokens;
