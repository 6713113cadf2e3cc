//! Logistic regression: numbers as piecewise-linear functions, categories as effects, with a ridge or an elastic net; and the plain form
//! with standard errors.

pub mod contract;
pub mod dense;
pub mod design;
pub mod elastic;
pub mod fit;
pub mod inference;
pub mod likelihood;
mod separation;
pub mod shape;
mod terms;
