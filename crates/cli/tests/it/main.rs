//! The program as its users run it: exit codes, messages, files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod analyze;
mod help;
mod lake;
mod lake_kill;
mod lake_panel;
mod lake_support;
mod ltv;
mod simulate;
mod support;
mod survival;
mod survival_intervals;
mod survival_more;
