//! Everything about the quality of the data on one page.

use std::path::Path;

use holdfast_domain::access::row::RowPermission;
use holdfast_engine::panel::stale_periods;

use super::rejects::{Hidden, RejectReason, reasons};
use super::sources::{SourceState, sources};
use crate::error::AppError;
use crate::lake::{Session, latest_for, probes};
use crate::workspace::doctor::{DoctorReport, doctor};
use crate::workspace::open::Environment;

/// The quality of a workspace's data.
#[derive(Clone, Debug)]
pub struct Quality {
    /// The doctor's findings.
    pub findings: DoctorReport,
    /// Sources with their freshness.
    pub sources: Vec<SourceState>,
    /// Why rows and values were not taken.
    pub reasons: Vec<RejectReason>,
    /// Periods of the panel that are older than their events.
    pub stale_periods: u64,
    /// Commit of the lake; 0 before the first import.
    pub commit: u64,
}

/// Looks at the quality of the data in a folder. A broken configuration is a finding. `unmasked`: the reader may see personal values.
///
/// # Errors
/// A lake that cannot be read.
pub fn quality(
    dir: &Path,
    environment: Environment<'_>,
    reader: &[RowPermission],
    unmasked: bool,
) -> Result<Quality, AppError> {
    let mut out = Quality {
        findings: doctor(dir, &probes(environment)),
        sources: Vec::new(),
        reasons: Vec::new(),
        stale_periods: 0,
        commit: 0,
    };
    let Ok(session) = Session::open(dir) else {
        return Ok(out);
    };
    let view = latest_for(&session, reader)?;
    if !reader.is_empty() {
        // These count rows of everybody.
        out.findings
            .checks
            .retain(|check| !check.id.starts_with("lake.") && !check.id.starts_with("source."));
    }
    out.sources = sources(&session.workspace, view.as_ref())?;
    if let Some(view) = &view {
        out.reasons = reasons(view, &Hidden::of(&session.workspace.config, view, unmasked))?;
        out.stale_periods = stale_periods(view)?;
        out.commit = view.head().commit;
    }
    Ok(out)
}
