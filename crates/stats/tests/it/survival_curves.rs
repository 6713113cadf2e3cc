//! Survival curves, competing causes and tests of difference.
