//! The second factor: codes of an authenticator app (RFC 6238), and recovery codes for when the telephone is gone.

pub mod add;
pub(crate) mod check;
pub(crate) mod codes;
pub mod remove;
