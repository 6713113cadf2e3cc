//! inactivity
