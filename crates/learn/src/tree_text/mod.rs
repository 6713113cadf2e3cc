//! One decision tree that can be read.
