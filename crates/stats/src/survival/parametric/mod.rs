//! Durations of a known shape: accelerated failure time, piecewise exponential, mixture cure.
