//! Which workspace, from when to look back, and what the time is.

use std::path::PathBuf;

use clap::Args;
use holdfast_app::error::AppError;
use holdfast_app::lake::{Session, When};
use holdfast_domain::day::Day;

use crate::clock;

/// The workspace.
#[derive(Args)]
pub struct Place {
    /// The workspace's folder
    #[arg(short = 'w', long = "workspace", value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// The present, for runs that can be repeated: 2024-01-05T10:00:00Z
    #[arg(long, value_name = "INSTANT", hide = true, value_parser = clock::instant)]
    now: Option<i64>,
}

impl Place {
    /// Opens it.
    pub fn open(&self) -> Result<Session, AppError> {
        Session::open(&self.folder)
    }

    /// Its folder.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// The present, microseconds.
    pub fn now_us(&self) -> i64 {
        self.now.unwrap_or_else(clock::now_us)
    }
}

/// From when a question looks back.
#[derive(Args)]
pub struct Back {
    /// Only what happened before this day, e.g. 2024-01-05
    #[arg(long, value_name = "DAY", value_parser = crate::commands::analyze::day)]
    as_of: Option<Day>,
    /// Only what was known at this time, in the form that it had then: 2024-01-05, or 2024-01-05T10:00
    #[arg(long, value_name = "TIME")]
    as_known_at: Option<String>,
}

impl Back {
    /// As the use cases take it.
    pub fn when(&self) -> When {
        When {
            as_of: self.as_of,
            as_known_at: self.as_known_at.clone(),
        }
    }
}
