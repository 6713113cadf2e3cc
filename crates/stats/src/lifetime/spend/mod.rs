//! How much customers spend when they buy.

mod fit;
mod gamma_gamma;
mod likelihood;
mod rows;
mod score;

pub use fit::{Correlation, FittedSpend, fit};
pub use gamma_gamma::GammaGamma;
pub use rows::Spend;
pub use score::{Scores, score};
