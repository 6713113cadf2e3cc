//! Contracts that are renewed.
