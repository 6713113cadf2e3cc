//! Reasons and recourse: sentences by hand, properties, planted causes.

#![allow(clippy::unwrap_used, clippy::panic)]

mod additive;
mod honest;
mod planted;
mod recourse;
mod sentences;
mod speed;
mod weeks;
mod world;
