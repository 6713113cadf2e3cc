//! The interface from outside: requests in, answers out, in one process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::result_large_err)]

mod definitions;
mod document;
mod events;
mod files;
mod jobs;
mod permissions;
mod support;
mod uploads;
