//! Sources, and how fresh each is.

use std::collections::BTreeMap;

use holdfast_domain::access::row::RowPermission;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;
use holdfast_engine::ingest::history;
use holdfast_engine::lake::LakeView;

use crate::error::AppError;
use crate::lake::{Session, latest_for};
use crate::workspace::open::Workspace;

/// A source as the workspace declares it, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceState {
    /// As declared.
    pub spec: SourceSpec,
    /// The canonical table in words.
    pub table_label: Bilingual,
    /// Files that its patterns find now; absent for a database.
    pub files_found: Option<u64>,
    /// Why its files cannot be found.
    pub problem: Option<Refusal>,
    /// Batches that were imported.
    pub batches: u64,
    /// Rows that are in the lake by them.
    pub rows: u64,
    /// Rows that were not taken.
    pub rows_rejected: u64,
    /// When it was last imported, microseconds.
    pub last_imported_at_us: Option<i64>,
    /// Last instant of its facts, microseconds.
    pub last_fact_at_us: Option<i64>,
}

/// The sources of a workspace, in the file's order.
///
/// # Errors
/// When the lake cannot be read.
pub fn all_sources(session: &Session, reader: &[RowPermission]) -> Result<Vec<SourceState>, AppError> {
    sources(&session.workspace, latest_for(session, reader)?.as_ref())
}

/// `view`: absent while nothing was imported.
pub(super) fn sources(workspace: &Workspace, view: Option<&LakeView>) -> Result<Vec<SourceState>, AppError> {
    let mut states: BTreeMap<String, SourceState> = BTreeMap::new();
    let mut order = Vec::new();
    for spec in &workspace.config.sources {
        order.push(spec.id.clone());
        states.insert(spec.id.clone(), declared(workspace, spec));
    }
    for batch in view.map(history::batches).transpose()?.unwrap_or_default() {
        // A source that is declared no more has batches, and no place here.
        let Some(state) = states.get_mut(&batch.source) else {
            continue;
        };
        let count = |rows: i64| u64::try_from(rows).unwrap_or(0);
        state.batches += 1;
        state.rows += count(batch.rows_new);
        state.rows_rejected += count(batch.rows_rejected);
        state.last_imported_at_us = state.last_imported_at_us.max(Some(batch.imported_at_us));
        state.last_fact_at_us = state.last_fact_at_us.max(batch.last_at_us);
    }
    Ok(order.iter().filter_map(|id| states.remove(id)).collect())
}

fn declared(workspace: &Workspace, spec: &SourceSpec) -> SourceState {
    let table = CanonicalTable::parse(&spec.table);
    let (files_found, problem) = match (&spec.database, workspace.files(spec)) {
        (Some(_), _) => (None, None),
        (None, Ok(files)) => (Some(files.len() as u64), None),
        (None, Err(refusal)) => (Some(0), Some(refusal)),
    };
    SourceState {
        table_label: table.map_or_else(|| Bilingual::same(spec.table.as_str()), CanonicalTable::label),
        spec: spec.clone(),
        files_found,
        problem,
        batches: 0,
        rows: 0,
        rows_rejected: 0,
        last_imported_at_us: None,
        last_fact_at_us: None,
    }
}
