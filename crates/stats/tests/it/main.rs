//! The estimators against hand-derived cases, stored results of other programs, and properties that always hold.

// The helpers beside the tests are test code too, which clippy.toml does not see.
#![allow(clippy::unwrap_used, clippy::panic)]

mod agreement;
mod calibration;
mod calibrators;
mod conformal;
mod coverage;
mod decompose;
mod discrimination;
mod drift;
mod drift_alarms;
mod effect;
mod fairness;
mod interval;
mod lifetime_buying;
mod lifetime_contract;
mod lifetime_options;
mod lifetime_spend;
mod lifetime_value;
mod lifetime_visits;
mod performance;
mod profit;
mod profit_decisions;
mod properties;
mod quantile;
mod reference;
mod special;
mod survival;
mod survival_accuracy;
mod survival_cox;
mod survival_cox_cases;
mod survival_cox_properties;
mod survival_curves;
mod survival_discrete;
mod survival_parametric;
mod survival_recurrent;
mod targeting;
mod transform;
mod verdict;
mod watch_runs;
mod world;
