//! SQL: one SELECT, bounded, personal fields masked.

use std::sync::Arc;
use std::time::Duration;

use holdfast_engine::lake::Permitted;
use holdfast_engine::query::{Answer, Limits, SessionSettings, ask};

use super::reader::Reader;
use crate::customers::chosen;
use crate::error::AppError;
use crate::lake::filters;

/// Bytes of an answer, and the time that it may take.
const BYTES: usize = 32 << 20;
pub(super) const LONGEST: Duration = Duration::from_secs(60);
/// Memory for sorting and joining of one question.
const MEMORY_BYTES: usize = 1 << 30;

/// A SELECT, and the customers of whom it is asked.
#[derive(Clone, Debug)]
pub struct SqlAsk {
    pub(super) text: String,
    only: Option<Arc<Permitted>>,
}

impl Reader {
    /// A SELECT over the rows of customers who have the values of all conditions (`dimension=value`; nothing after the sign: not known) on the last day
    /// with data. Tables that do not say whose their rows are stay whole. Customers may have to be read: call it on a thread that may wait.
    ///
    /// # Errors
    /// `not-a-filter`, `bad-dimension`; a lake that cannot be read.
    pub fn sql_ask(&self, text: String, conditions: &[String]) -> Result<SqlAsk, AppError> {
        let only = if conditions.is_empty() {
            None
        } else {
            let holds = chosen(self.facts(), &filters(conditions)?)?;
            Some(Arc::new(Permitted::of(self.facts().customers(), holds)))
        };
        Ok(SqlAsk { text, only })
    }

    /// Answers one SELECT with at most `rows` rows. When the future is dropped, the query stops.
    ///
    /// # Errors
    /// `sql-refused`, `sql-too-slow`, `sql-too-much-memory`; a lake that cannot be read.
    pub async fn sql(&self, asked: SqlAsk, rows: usize) -> Result<Answer, AppError> {
        let limits = Limits {
            rows,
            bytes: BYTES,
            time: LONGEST,
        };
        let settings = self.sql_settings(&asked);
        Ok(ask(Arc::clone(self.view()), settings, asked.text, limits).await?)
    }

    pub(super) fn sql_settings(&self, asked: &SqlAsk) -> SessionSettings {
        SessionSettings {
            time_zone: self.edition().session().workspace.config.time_zone.clone(),
            personal: false,
            memory_bytes: MEMORY_BYTES,
            only: asked.only.clone(),
        }
    }
}
