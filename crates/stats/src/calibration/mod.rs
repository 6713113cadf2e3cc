//! Whether a probability of 30 % means three in ten.

mod bins;
mod recalibration;
mod scores;

pub use bins::{BrierParts, ReliabilityBin, brier_parts, ece, reliability};
pub use recalibration::{Recalibration, slope_intercept};
pub use scores::{brier, log_loss};
