//! SQL over the lake.

use holdfast_engine::query::{SessionSettings, json_rows, session as query_session, sql as run};
use serde_json::Value;

use super::session::{Session, When};
use crate::error::AppError;

/// Rows of a query.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// One object a row.
    pub rows: Vec<Value>,
    /// These are not all.
    pub truncated: bool,
}

/// Runs one SELECT over the lake's tables.
///
/// # Errors
/// `sql-refused`; see [`Session::view`].
pub fn sql(session: &Session, text: &str, limit: Option<usize>, personal: bool, when: &When) -> Result<Rows, AppError> {
    let view = session.view(when)?;
    let settings = settings(session, personal);
    let result = run(&query_session(&view, &settings)?, text, limit)?;
    Ok(Rows {
        columns: result
            .schema
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect(),
        rows: json_rows(&result.batches)?,
        truncated: result.truncated,
    })
}

pub(super) fn settings(session: &Session, personal: bool) -> SessionSettings {
    SessionSettings {
        time_zone: session.workspace.config.time_zone.clone(),
        personal,
        ..SessionSettings::default()
    }
}
