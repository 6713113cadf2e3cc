//! What a retention offer to the customers with the highest scores earns.

mod expected;
mod per_customer;
mod single;
mod terms;

pub use expected::{Empc, empc};
pub use per_customer::empc_per_customer;
pub use single::{MaximumProfit, maximum_profit};
pub use terms::Terms;
