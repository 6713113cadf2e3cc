//! Discrete-time hazards.
