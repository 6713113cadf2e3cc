//! Purchases without a contract.
