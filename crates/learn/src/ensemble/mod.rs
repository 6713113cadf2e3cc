//! The model of `holdfast analyze`: logistic regression, explainable boosting and boosted trees, each alone or weighted.

pub mod candidate;
pub mod choose;
pub mod components;
pub mod cross_validate;
pub mod fit;
mod held;
#[cfg(test)]
mod tests;
