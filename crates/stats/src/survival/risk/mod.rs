//! Who was at risk whenever somebody churned: the one table that every curve is made from.

pub(super) mod case_weight;
mod counted;
mod order;
mod sets;
mod sorted;
pub(super) mod sum;

pub(super) use order::sort;
pub(super) use sets::{RiskSet, check_total, risk_sets};
pub(super) use sorted::{LEAST, Timed, key_of, same_time, sweep, sweep_sorted};
