//! An online shop.

pub(crate) mod buyer;
pub(crate) mod live;
pub(crate) mod order;
pub(crate) mod planting;
pub(crate) mod pull;
pub(crate) mod snapshot;
