//! The workspace: its configuration, its first text, its doctor.

// A refusal ends the run, as in the crate itself.
#![allow(clippy::result_large_err)]

mod config;
mod config_model;
mod doctor;
pub mod init;
mod real;
mod sign_in;
