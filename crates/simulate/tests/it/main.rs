//! The simulator, seen from outside.

// clippy.toml allows these in test functions; their helpers are tests as well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod consistency;
mod directions;
mod folder;
mod lives;
mod metrics;
mod metrics_naive;
mod offer;
mod tables;
mod wide;
mod workspace;
