//! The scorecard of banks: bins with weights of evidence, a logistic regression on them, points.

pub mod bins;
pub mod fit;
pub mod points;
pub mod settings;
