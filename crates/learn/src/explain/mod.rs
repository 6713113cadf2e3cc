//! Shapley values of a model's log-odds.
//!
//! One value function for every model: v(S) = the mean log-odds over background rows when the columns in S are the
//! customer's own (interventional; Lundberg and Lee 2017, Janzing et al. 2020). For an additive model it is f(x) minus
//! the background mean of f; for a tree it has a closed form per leaf; models that are neither are sampled, and add up all the same.

mod leaf;
pub mod sampled;
pub mod trees;
