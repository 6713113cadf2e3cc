//! `holdfast survival FILE`: how long customers stay, by the model that the user chose.
//!
//! read (`engine::read`) → observe (columns → spells) → a model → one study → write. To add a model: a variant of
//! [`options::Model`], a file with `fit(&Observed, …) -> Result<Outcome, AppError>`, an arm in `run.rs`.

mod accuracy;
mod ahead;
mod causes;
mod cox;
mod curves;
mod discrete;
mod folds;
mod interval;
mod judge;
mod observe;
pub mod options;
mod outcome;
mod parametric;
mod piecewise;
pub mod run;
mod sentences;
mod spells;
mod subset;
mod write;

pub use holdfast_report::model::survival_study::SurvivalStudy;
