//! The lake as one reader may see it.

use std::path::Path;

use holdfast_domain::access::row::RowPermission;
use holdfast_engine::lake::{LakeView, Restriction};

use super::session::{Session, When};
use crate::error::AppError;

/// The number of a workspace's latest commit; 0 while there is none, or none that can be read.
pub fn commit(dir: &Path) -> u64 {
    let view = Session::open(dir).and_then(|session| latest_for(&session, &[]));
    view.ok().flatten().map_or(0, |view| view.head().commit)
}

/// The latest commit for a reader; `None` while nothing was imported.
///
/// # Errors
/// A lake that cannot be read.
pub fn latest_for(session: &Session, rows: &[RowPermission]) -> Result<Option<LakeView>, AppError> {
    let view = match session.view(&When::default()) {
        Ok(view) => view,
        Err(AppError::Refused(refusal)) if refusal.code == "no-data" => return Ok(None),
        Err(other) => return Err(other),
    };
    Ok(Some(match restriction(rows) {
        Some(restriction) => view.restricted(restriction),
        None => view,
    }))
}

/// What the engine enforces of a reader's rows; `None` for a reader who may see all customers.
pub fn restriction(rows: &[RowPermission]) -> Option<Restriction> {
    Restriction::new(
        rows.iter()
            .map(|row| (row.dimension.word(), row.values.iter().cloned())),
    )
}
