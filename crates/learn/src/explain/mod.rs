//! Exact Shapley values of the final model's log-odds.
//!
//! One value function for the whole model: v(S) = the mean log-odds over background rows when the columns in S are the
//! customer's own (interventional; Lundberg and Lee 2017, Janzing et al. 2020). For the logistic part it is f(x) minus
//! the background mean of f; for a tree it has a closed form per leaf. No sampling, no approximation.

pub mod ensemble;
mod leaf;
pub mod trees;
