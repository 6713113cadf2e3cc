#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::result_large_err, missing_docs)]
#[path = "it/metrics/mod.rs"]
mod metrics;
