//! Estimators over plain slices: how good a ranking is, how honest a probability, what targeting earns, how long
//! customers stay, how two groups differ, and how sure each of these numbers is.
//!
//! Nothing here reads, writes, logs or looks at a clock. Every function returns a number or a named
//! [`error::StatsError`], never NaN. Conventions: labels are `true` for a customer who churned, a higher score means
//! more likely to churn, customers with the same score are tied and never told apart by their row order.
//!
//! To add an estimator: one file named after it; its doc states question, formula, range, direction, ties and missing
//! values, errors and citation; a hand-derived test and a stored reference result in `tests/`; a page in
//! `docs/methods`.

pub mod agreement;
pub mod calibration;
mod check;
mod chunks;
pub mod coefficient;
pub mod conformal;
pub mod covariates;
pub mod decompose;
pub mod discrimination;
pub mod drift;
pub mod effect;
pub mod error;
pub mod fairness;
pub mod fdr;
pub mod hypergeometric;
pub mod interval;
pub mod lifetime;
pub mod matrix;
mod maximise;
pub mod performance;
pub mod profit;
pub mod quantile;
mod ranking;
pub mod special;
pub mod survival;
pub mod tail;
pub mod targeting;
pub mod transform;
pub mod verdict;
pub mod weighted;
