//! Jobs on the disk, so that a server that begins knows how the last ones ended: `jobs.json` in the workspace.

use std::path::Path;

use holdfast_app::error::AppError;
use holdfast_app::outputs::{Output, write_all};

use super::job::Job;

const NAME: &str = "jobs.json";

/// The jobs that were kept, the latest last; none where there is no file, or none that can be read: they are a memory, not data.
pub(super) fn read(folder: &Path) -> Vec<Job> {
    let Ok(bytes) = std::fs::read(folder.join(NAME)) else {
        return Vec::new();
    };
    serde_json::from_slice(&bytes).unwrap_or_else(|error| {
        tracing::warn!(%error, "{NAME} cannot be read; earlier jobs are forgotten");
        Vec::new()
    })
}

/// Keeps jobs, in place of those before.
pub(super) fn write(folder: &Path, jobs: &[Job]) -> Result<(), AppError> {
    let text = serde_json::to_vec(jobs)?;
    let output = Output {
        name: NAME,
        write: Box::new(|out| out.write_all(&text)),
    };
    write_all(folder, &[output])?;
    Ok(())
}
