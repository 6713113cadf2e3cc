//! The use cases end to end, on simulated companies, on hostile files and, where it is there, on real data.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod columns;
mod determinism;
mod events;
mod labels;
mod lake_real;
mod lake_truth;
mod live;
mod models;
mod planted;
mod real;
mod refusals;
mod shapes;
mod support;
mod workspace;
