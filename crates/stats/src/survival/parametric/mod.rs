//! Durations of a known shape: accelerated failure time, piecewise exponential, mixture cure.

mod aft;
mod censored;
mod contribution;
mod cure;
mod family;
mod follow_up;
mod generalised_gamma;
mod likelihood;
mod outcome;
mod pieces;
mod piecewise;
mod predict_aft;
mod predict_cure;
mod predict_piecewise;
mod prediction;
mod start;
mod transform;

pub use aft::{AftSettings, FittedAft, fit_aft};
pub use censored::Censored;
pub use cure::{FittedCure, fit_cure};
pub use family::Family;
pub use follow_up::FollowUp;
pub use piecewise::{Breakpoints, FittedPiecewise, HazardInterval, PiecewiseSettings, fit_piecewise};
pub use prediction::Prediction;
