//! What was imported, the latest first.

use holdfast_domain::access::row::RowPermission;
use holdfast_engine::ingest::history::{self, BatchRow};

use crate::error::AppError;
use crate::lake::{Session, latest_for};

/// A page of batches, from the one at `from` on, and how many there are. A reader who may see a part of the customers sees none: nobody knows whose rows
/// they brought.
///
/// # Errors
/// When the lake cannot be read.
pub fn batches(
    session: &Session,
    reader: &[RowPermission],
    from: usize,
    rows: usize,
) -> Result<(Vec<BatchRow>, usize), AppError> {
    let all = match latest_for(session, reader)? {
        Some(view) => history::batches(&view)?,
        None => Vec::new(),
    };
    let total = all.len();
    Ok((all.into_iter().skip(from).take(rows).collect(), total))
}

/// An instant as RFC 3339, UTC.
pub fn rfc3339(us: i64) -> Option<String> {
    jiff::Timestamp::from_microsecond(us).ok().map(|at| at.to_string())
}
