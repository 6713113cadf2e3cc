//! What a retention offer to the customers with the highest scores earns.

mod campaign;
mod capacity;
mod expected;
mod minimum_risk;
mod per_customer;
mod single;
mod spread;
mod terms;

pub use campaign::{Acceptance, Campaign, Depth, EvidenceKind, WhatIf, what_if};
pub use capacity::{CapacityPlan, within_capacity};
pub use expected::{Empc, empc};
pub use minimum_risk::{MinimumRisk, Offer, minimum_risk};
pub use per_customer::empc_per_customer;
pub use single::{MaximumProfit, maximum_profit};
pub use terms::Terms;
