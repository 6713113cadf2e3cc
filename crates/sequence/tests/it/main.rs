//! The sequence network as a learner, and what it is for.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod contract;
mod histories;
mod order;
