//! Whether a probability of 30 % means three in ten, and how to bend it until it does.

mod bins;
pub mod calibrator;
pub mod choose;
mod inputs;
pub mod isotonic;
pub mod platt;
pub mod prior_shift;
mod recalibration;
mod scores;
pub mod temperature;

pub use bins::{BrierParts, ReliabilityBin, brier_parts, ece, reliability};
pub use recalibration::{Recalibration, slope_intercept};
pub use scores::{brier, log_loss};
