//! k nearest neighbours: customers churn as those who are most like them did.

pub mod fit;
mod vote;
