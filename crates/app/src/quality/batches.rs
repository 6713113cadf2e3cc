//! What was imported, the latest first.

use holdfast_engine::ingest::history::{self, BatchRow};
use holdfast_engine::lake::LakeView;

use crate::error::AppError;

/// A page of batches, from the one at `from` on.
///
/// # Errors
/// When the lake cannot be read.
pub fn batches(view: &LakeView, from: usize, rows: usize) -> Result<(Vec<BatchRow>, usize), AppError> {
    let all = history::batches(view)?;
    let total = all.len();
    Ok((all.into_iter().skip(from).take(rows).collect(), total))
}

/// An instant as RFC 3339, UTC.
pub fn rfc3339(us: i64) -> Option<String> {
    jiff::Timestamp::from_microsecond(us).ok().map(|at| at.to_string())
}
