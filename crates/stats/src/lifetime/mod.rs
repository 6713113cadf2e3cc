//! What a customer is worth until they leave.

pub mod buying;
pub mod contract;
mod delta;
mod discount;
pub mod estimate;
mod gamma_rise;
mod parameters;
mod penalty;
pub mod setting;
pub mod settings;
pub mod spend;
pub mod value;
pub mod visits;
