//! How often customers buy and whether they are still there, without a contract.
