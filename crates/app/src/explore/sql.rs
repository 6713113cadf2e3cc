//! SQL: one SELECT, bounded, personal fields masked.

use std::sync::Arc;
use std::time::Duration;

use holdfast_engine::query::{Answer, Limits, SessionSettings, ask};

use super::reader::Reader;
use crate::error::AppError;

/// Bytes of an answer, and the time that it may take.
const BYTES: usize = 32 << 20;
pub(super) const LONGEST: Duration = Duration::from_secs(60);
/// Memory for sorting and joining of one question.
const MEMORY_BYTES: usize = 1 << 30;

impl Reader {
    /// Answers one SELECT with at most `rows` rows. When the future is dropped, the query stops.
    ///
    /// # Errors
    /// `sql-refused`, `sql-too-slow`, `sql-too-much-memory`; a lake that cannot be read.
    pub async fn sql(&self, text: String, rows: usize) -> Result<Answer, AppError> {
        let limits = Limits {
            rows,
            bytes: BYTES,
            time: LONGEST,
        };
        Ok(ask(Arc::clone(self.view()), self.sql_settings(), text, limits).await?)
    }

    pub(super) fn sql_settings(&self) -> SessionSettings {
        SessionSettings {
            time_zone: self.edition().session().workspace.config.time_zone.clone(),
            personal: false,
            memory_bytes: MEMORY_BYTES,
        }
    }
}
