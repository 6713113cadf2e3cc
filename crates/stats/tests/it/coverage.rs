//! Whether 95 % intervals cover.
