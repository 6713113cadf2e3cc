//! Columns to bytes: every column becomes at most 256 bins, fitted on training rows only.

pub mod binner;
