//! The estimators against hand-derived cases, stored results of other programs, and properties that always hold.

// The helpers beside the tests are test code too, which clippy.toml does not see.
#![allow(clippy::unwrap_used, clippy::panic)]

mod calibration;
mod discrimination;
mod effect;
mod interval;
mod profit;
mod properties;
mod quantile;
mod reference;
mod special;
mod survival;
mod targeting;
