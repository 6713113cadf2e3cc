//! Explainable boosting: a sum of one shape function a column and a few pairs of columns, fitted by cyclic gradient boosting.
//!
//! The training rows are binned once and sorted by a key of what they say; bag `b` holds out the `b`-th part of that order, so that every
//! row is judged by exactly one bag that has not seen it. The bags go on in step and stop together.

mod bag;
pub mod bins;
pub mod fit;
mod gradient;
mod level_step;
pub mod model;
mod ordered_step;
mod pair_search;
mod pair_step;
mod pairs;
mod purify;
pub mod settings;
pub mod shape;
mod summary;
mod table;

#[cfg(test)]
mod tests;
