//! What an import did.

use holdfast_domain::lang::Bilingual;
use serde::Serialize;

/// A row or value that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// The file's row, as an editor or a spreadsheet counts; a query's, from 1.
    pub row: u64,
    /// The source's column, if one is to blame.
    pub column: Option<String>,
    /// Its value.
    pub value: Option<String>,
    /// A stable name in kebab-case.
    pub reason: &'static str,
    /// The reason in words, with what to do.
    pub text: Bilingual,
    /// The row was taken, only this value was left empty.
    pub row_kept: bool,
}

/// How often something was not taken for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonCount {
    /// A stable name in kebab-case.
    pub reason: &'static str,
    /// The reason in words, as told of the first row.
    pub text: Bilingual,
    /// Rows that were not taken.
    pub rows: u64,
    /// Values that were left empty in rows that were taken.
    pub values: u64,
}

/// Counts reasons, the most frequent first.
pub(crate) fn reason_counts(rejects: &[Reject]) -> Vec<ReasonCount> {
    let mut counts: Vec<ReasonCount> = Vec::new();
    for reject in rejects {
        let known = counts.iter().position(|count| count.reason == reject.reason);
        let at = known.unwrap_or_else(|| {
            counts.push(ReasonCount {
                reason: reject.reason,
                text: reject.text.clone(),
                rows: 0,
                values: 0,
            });
            counts.len() - 1
        });
        if reject.row_kept {
            counts[at].values += 1;
        } else {
            counts[at].rows += 1;
        }
    }
    counts.sort_by_key(|count| std::cmp::Reverse(count.rows + count.values));
    counts
}

/// How a batch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchOutcome {
    /// It is in the lake.
    Imported,
    /// Exactly this was imported before: nothing changed.
    AlreadyThere,
    /// Read and checked only.
    DryRun,
}

/// What became of one file or query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BatchReport {
    /// Its id: a digest of its content unless given.
    pub batch_id: String,
    /// The source.
    pub source: String,
    /// The canonical table.
    pub table: &'static str,
    /// The file, or the database's relation.
    pub file: String,
    /// How it ended.
    pub outcome: BatchOutcome,
    /// Rows read.
    pub rows_read: u64,
    /// Rows that are new.
    pub rows_new: u64,
    /// Rows that replaced an earlier form of themselves.
    pub rows_corrected: u64,
    /// Rows that were there already.
    pub rows_unchanged: u64,
    /// Rows of an earlier form of the same file that are no longer in it.
    pub rows_withdrawn: u64,
    /// Rows that were not taken.
    pub rows_rejected: u64,
    /// Values that were left empty in rows that were taken.
    pub values_rejected: u64,
    /// Customers seen for the first time.
    pub customers_new: u64,
    /// The first rejects (all are in the table `rejects`).
    pub rejects: Vec<Reject>,
    /// All rejects by reason.
    #[serde(skip)]
    pub reasons: Vec<ReasonCount>,
    /// Which canonical column came from which of the source's.
    pub mapping: Vec<(String, String)>,
    /// The first rows as the lake has them, in a dry run.
    pub preview: Vec<serde_json::Value>,
    /// What is worth knowing: repaired text, changed columns.
    pub notes: Vec<Bilingual>,
}

impl BatchReport {
    pub(crate) fn new(source: &str, table: &'static str, file: &str) -> Self {
        Self {
            batch_id: String::new(),
            source: source.to_owned(),
            table,
            file: file.to_owned(),
            outcome: BatchOutcome::Imported,
            rows_read: 0,
            rows_new: 0,
            rows_corrected: 0,
            rows_unchanged: 0,
            rows_withdrawn: 0,
            rows_rejected: 0,
            values_rejected: 0,
            customers_new: 0,
            rejects: Vec::new(),
            reasons: Vec::new(),
            mapping: Vec::new(),
            preview: Vec::new(),
            notes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_the_most_frequent_first() {
        let reject = |reason: &'static str, row_kept: bool| Reject {
            row: 1,
            column: None,
            value: None,
            reason,
            text: Bilingual::same(reason),
            row_kept,
        };
        let counts = reason_counts(&[
            reject("a", false),
            reject("b", true),
            reject("b", false),
            reject("b", true),
        ]);
        let told: Vec<(&str, u64, u64)> = counts
            .iter()
            .map(|count| (count.reason, count.rows, count.values))
            .collect();
        assert_eq!(told, [("b", 1, 2), ("a", 1, 0)]);
    }
}
