//! Features that come from other tables than the panel: subscriptions, and conversations with the customer.
//!
//! To add one: its words and its arithmetic in the file of its table.

mod contract;
mod service;

pub use contract::{contract_features, contract_specs};
pub use service::{service_features, service_specs};
