//! Logistic regression: numbers as piecewise-linear functions, categories as effects, ridge-penalised.

pub mod contract;
pub mod design;
pub mod fit;
pub mod shape;
