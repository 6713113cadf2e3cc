//! How much customers spend when they buy.
