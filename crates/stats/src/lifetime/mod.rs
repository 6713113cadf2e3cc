//! What a customer is worth until they leave.

pub mod buying;
pub mod contract;
pub mod spend;
pub mod value;
