//! Spend per purchase.
