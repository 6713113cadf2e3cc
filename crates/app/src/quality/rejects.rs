//! What was not taken.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_domain::access::row::RowPermission;
use holdfast_domain::lang::Bilingual;
use holdfast_engine::ingest::history::{RejectRow, each_reject};
use holdfast_engine::lake::LakeView;
use holdfast_engine::query::masked;

use crate::analyze::understand::names::Name;
use crate::analyze::understand::personal::named_so;
use crate::error::AppError;
use crate::lake::{Session, latest_for};
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

    fn shown(&self, reject: RejectRow) -> NotTaken {
        let hidden = self.hides(reject.column.as_deref());
        NotTaken {
            batch_id: reject.batch_id,
            source: reject.source,
            table: reject.table,
            file: reject.file,
            row: reject.row,
            value: if hidden {
                reject.value.as_deref().map(masked)
            } else {
                reject.value
            },
            column: reject.column,
            reason: reject.reason,
            text: Bilingual::new(reject.reason_zh, reject.reason_en),
            row_kept: reject.row_kept,
        }
    }
}

/// A row or value that was not taken, as a reader may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    /// The batch.
    pub batch_id: String,
    /// The source.
    pub source: String,
    /// The canonical table.
    pub table: String,
    /// The file.
    pub file: String,
    /// The file's row.
    pub row: i64,
    /// The source's column, if one is to blame.
    pub column: Option<String>,
    /// Its value; masked where the reader may not see it.
    pub value: Option<String>,
    /// A stable name in kebab-case.
    pub reason: String,
    /// The reason in words, with what to do.
    pub text: Bilingual,
    /// The row was taken, only this value was left empty.
    pub row_kept: bool,
}

/// What was asked of the rejects.
#[derive(Clone, Debug, Default)]
pub struct RejectQuery<'a> {
    /// Of this batch alone.
    pub batch: Option<&'a str>,
    /// Of this source alone.
    pub source: Option<&'a str>,
    /// For this reason alone.
    pub reason: Option<&'a str>,
    /// The reader's rows: who may see a part of the customers sees no rejects, as nobody knows whose they are.
    pub reader: &'a [RowPermission],
    /// The reader may see personal values.
    pub unmasked: bool,
    /// Left out at the beginning.
    pub from: usize,
    /// Given at most.
    pub rows: usize,
}

/// A page of what was not taken, in the order in which it was found, and whether there are more.
///
/// # Errors
/// When the lake cannot be read.
pub fn rejects(session: &Session, query: &RejectQuery<'_>) -> Result<(Vec<NotTaken>, bool), AppError> {
    let Some(view) = latest_for(session, query.reader)? else {
        return Ok((Vec::new(), false));
    };
    let hidden = Hidden::of(&session.workspace.config, &view, query.unmasked);
    let is = |wanted: Option<&str>, found: &str| wanted.is_none_or(|wanted| wanted == found);
    let (mut at, mut found, mut more) = (0, Vec::new(), false);
    each_reject(&view, |reject| {
        let fits =
            is(query.batch, &reject.batch_id) && is(query.source, &reject.source) && is(query.reason, &reject.reason);
        at += usize::from(fits);
        if !fits || at <= query.from {
            return true;
        }
        more = found.len() == query.rows;
        if !more {
            found.push(hidden.shown(reject));
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
    pub examples: Vec<NotTaken>,
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
            reason.examples.push(hidden.shown(reject));
        }
        true
    })?;
    let mut found: Vec<RejectReason> = found.into_values().collect();
    found.sort_by_key(|reason| std::cmp::Reverse(reason.rows + reason.values));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reject(column: &str) -> RejectRow {
        RejectRow {
            batch_id: "b".to_owned(),
            source: "customers".to_owned(),
            table: "customers".to_owned(),
            file: "c.csv".to_owned(),
            row: 7,
            column: Some(column.to_owned()),
            value: Some("13812341234".to_owned()),
            reason: "unreadable-value".to_owned(),
            reason_zh: "读不了".to_owned(),
            reason_en: "unreadable".to_owned(),
            row_kept: true,
        }
    }

    #[test]
    fn values_of_personal_columns_are_masked_by_declaration_and_by_name() {
        let hidden = Hidden {
            names: BTreeSet::from(["contact_2".to_owned()]),
            none: false,
        };
        let shown = |column: &str| hidden.shown(reject(column)).value.unwrap();
        assert_eq!(shown("contact_2"), "138****1234");
        assert_eq!(shown("手机号"), "138****1234");
        assert_eq!(shown("amount"), "13812341234");
        let trusted = Hidden {
            none: true,
            ..hidden.clone()
        };
        assert_eq!(trusted.shown(reject("手机号")).value.unwrap(), "13812341234");
    }
}
