//! The program as its users run it: exit codes, messages, files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod analyze;
mod help;
mod lake;
mod lake_back;
mod lake_kill;
mod lake_panel;
mod lake_refusals;
mod lake_support;
mod ltv;
mod models_refusals;
mod models_story;
mod serve_kill;
mod serve_refusals;
mod simulate;
mod support;
mod survival;
mod survival_intervals;
mod survival_more;
