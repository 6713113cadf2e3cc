//! Learners from outside: one contract for all, and what each promises on top.

// The helpers beside the tests are test code too, which clippy.toml does not see.
#![allow(clippy::unwrap_used, clippy::panic)]

mod classic;
mod contract;
mod inference;
