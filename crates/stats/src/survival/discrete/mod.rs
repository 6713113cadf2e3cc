//! Discrete-time hazards on person-periods that are never copied.
