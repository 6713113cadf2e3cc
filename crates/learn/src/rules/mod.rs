//! Short rules that describe who leaves: subgroup discovery, checked on customers that the search did not see.

pub mod bitset;
pub mod condition;
pub mod search;
