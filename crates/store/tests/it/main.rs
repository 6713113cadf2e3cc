//! One story on both databases, and many writers at once.

// Helpers outside `#[test]` functions are tests all the same.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod audit;
mod databases;
mod postgres;
mod saved;
mod story;
mod together;
