//! How often customers buy and whether they are still there, without a contract.

pub mod covariates;
mod discounted;
pub mod fit;
pub mod fitted;
mod geometric;
pub mod histories;
pub mod holdout;
pub mod law;
mod levels;
mod line;
pub mod model;
mod objective;
mod pareto;
mod polish;
mod probability;
mod purchases;
pub mod residual;
mod rising;
mod row;
pub mod score;
pub mod simulate;
mod statistics;
pub mod tracking;
