//! One row a customer with a label: the table becomes a study.

pub mod build;
pub mod dates;
pub mod features;
