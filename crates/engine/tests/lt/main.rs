#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::result_large_err, dead_code)]
#[path = "../it/support.rs"]
mod support;
