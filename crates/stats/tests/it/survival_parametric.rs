//! Parametric durations.
