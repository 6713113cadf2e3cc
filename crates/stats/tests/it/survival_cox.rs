//! Cox regression.
