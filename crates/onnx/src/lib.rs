//! Fitted models as ONNX files, so that another system scores with exactly the model that Holdfast validated.
//!
//! A model is a sum of parts ([`export::Part`]): piecewise-linear terms, trees over bins, lookup tables. Each part becomes a few standard
//! operators in double precision, so that margins agree to 1e-9 and a value exactly on a cut falls on the same side. To add a kind of model:
//! describe it by an existing part in [`fitted`], or write a part that gives one `[N, 1]` tensor of log-odds.

pub mod about;
mod assembly;
pub mod axis;
pub mod error;
pub mod export;
pub mod fitted;
mod graph;
mod inputs;
mod logistic;
pub mod lookup;
pub mod message;
mod tree_ensemble;
mod trees;
