//! The model that is shipped: logistic regression, boosted trees or their blend, chosen and calibrated on rows that the
//! parts did not see.

pub mod candidate;
pub mod components;
pub mod cross_validate;
pub mod fit;
pub mod stack;
