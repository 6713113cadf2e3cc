//! What is known of customers and changes over time: a plan, a grade, an account manager.

pub mod as_of;
