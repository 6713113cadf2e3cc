//! How long customers keep a contract that they renew each period.
