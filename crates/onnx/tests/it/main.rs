//! Exported models against our own code.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod exported;
mod support;
