//! The panel and its features against slow references, by hand, and with what comes after the cut.

// Helpers beside the tests are test code too, which clippy.toml does not see.
#![allow(clippy::unwrap_used)]

mod by_hand;
mod features;
mod leakage;
mod panel;
mod reference;
mod rows;
mod threads;
