//! What was not taken.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_domain::lang::Bilingual;
use holdfast_engine::ingest::history::{RejectRow, each_reject};
use holdfast_engine::lake::LakeView;
use holdfast_engine::query::masked;

use crate::analyze::understand::names::Name;
use crate::analyze::understand::personal::named_so;
use crate::error::AppError;
use crate::workspace::config::WorkspaceConfig;

/// Examples of a reason that are shown.
const EXAMPLES: usize = 3;

/// Columns whose values a reader may not see.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    names: BTreeSet<String>,
    none: bool,
}

impl Hidden {
    /// The personal columns of a workspace and its lake. `unmasked`: the reader may see them.
    pub fn of(config: &WorkspaceConfig, view: &LakeView, unmasked: bool) -> Self {
        let declared = config.sources.iter().flat_map(|source| &source.personal);
        Self {
            names: declared.chain(&view.head().personal).cloned().collect(),
            none: unmasked,
        }
    }

    fn hides(&self, column: Option<&str>) -> bool {
        !self.none && column.is_some_and(|column| self.names.contains(column) || named_so(&Name::new(column)))
    }

    fn mask(&self, mut reject: RejectRow) -> RejectRow {
        if self.hides(reject.column.as_deref()) {
            reject.value = reject.value.as_deref().map(masked);
        }
        reject
    }
}

/// A page of what was not taken, of one batch or of all: the rows from the one at `from` on, and whether there are more.
///
/// # Errors
/// When the lake cannot be read.
pub fn rejects(
    view: &LakeView,
    hidden: &Hidden,
    batch: Option<&str>,
    from: usize,
    rows: usize,
) -> Result<(Vec<RejectRow>, bool), AppError> {
    let (mut at, mut found, mut more) = (0, Vec::new(), false);
    each_reject(view, |reject| {
        if batch.is_some_and(|batch| reject.batch_id != batch) {
            return true;
        }
        at += 1;
        if at <= from {
            return true;
        }
        more = found.len() == rows;
        if !more {
            found.push(hidden.mask(reject));
        }
        !more
    })?;
    Ok((found, more))
}

/// A reason with how often it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectReason {
    /// A stable name in kebab-case.
    pub reason: String,
    /// In words.
    pub text: Bilingual,
    /// Rows that were not taken.
    pub rows: u64,
    /// Values that were left empty in rows that were taken.
    pub values: u64,
    /// The first ones.
    pub examples: Vec<RejectRow>,
}

/// Reasons, the most frequent first.
///
/// # Errors
/// When the lake cannot be read.
pub fn reasons(view: &LakeView, hidden: &Hidden) -> Result<Vec<RejectReason>, AppError> {
    let mut found: BTreeMap<String, RejectReason> = BTreeMap::new();
    each_reject(view, |reject| {
        let reason = found.entry(reject.reason.clone()).or_insert_with(|| RejectReason {
            reason: reject.reason.clone(),
            text: Bilingual::new(reject.reason_zh.as_str(), reject.reason_en.as_str()),
            rows: 0,
            values: 0,
            examples: Vec::new(),
        });
        if reject.row_kept {
            reason.values += 1;
        } else {
            reason.rows += 1;
        }
        if reason.examples.len() < EXAMPLES {
            reason.examples.push(hidden.mask(reject));
        }
        true
    })?;
    let mut found: Vec<RejectReason> = found.into_values().collect();
    found.sort_by_key(|reason| std::cmp::Reverse(reason.rows + reason.values));
    Ok(found)
}
