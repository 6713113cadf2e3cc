//! Commands that work on a workspace. One file a command.

pub mod cycle;
pub mod doctor;
pub mod explain;
pub mod export;
pub mod import;
pub mod init;
pub mod maintain;
pub mod metric;
pub mod models;
mod number;
mod place;
pub mod refresh;
pub mod score;
pub mod serve;
pub mod sql;
pub mod train;
pub mod user;
pub mod watch;
pub mod what_if;
pub mod why;
