//! Customer value.
