//! The workspace: its configuration, its first text, its doctor.

mod config;
mod doctor;
mod init;
mod real;
