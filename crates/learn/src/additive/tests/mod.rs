//! Planted tables with known answers.

mod edges;
mod exactness;
mod monotone;
mod planted;
mod simulated;
