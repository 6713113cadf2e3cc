//! What was imported, and what was not taken, as the lake's own tables tell it.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use serde::Serialize;

use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::schema::{BATCHES, REJECTS};

/// A batch that was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BatchRow {
    /// Its id.
    pub batch_id: String,
    /// The source.
    pub source: String,
    /// The canonical table.
    pub table: String,
    /// The file, or the database's relation, under its present name.
    pub file: String,
    /// When it was imported, microseconds.
    pub imported_at_us: i64,
    /// Rows read.
    pub rows_read: i64,
    /// Rows that were new.
    pub rows_new: i64,
    /// Rows that replaced an earlier form of themselves.
    pub rows_corrected: i64,
    /// Rows that were there already.
    pub rows_unchanged: i64,
    /// Rows that were not taken.
    pub rows_rejected: i64,
    /// Values that were left empty.
    pub values_rejected: i64,
    /// Customers seen for the first time.
    pub customers_new: i64,
    /// First instant of its facts, microseconds.
    pub first_at_us: Option<i64>,
    /// Last instant of its facts, microseconds.
    pub last_at_us: Option<i64>,
    /// What was noticed.
    pub note: Option<String>,
}

/// A row or value that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RejectRow {
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
    /// Its value.
    pub value: Option<String>,
    /// A stable name in kebab-case.
    pub reason: String,
    /// The reason in Chinese.
    pub reason_zh: String,
    /// The reason in English.
    pub reason_en: String,
    /// The row was taken, only this value was left empty.
    pub row_kept: bool,
}

/// All batches, the latest first.
///
/// # Errors
/// When the lake cannot be read.
pub fn batches(view: &LakeView) -> Result<Vec<BatchRow>, EngineError> {
    const COLUMNS: [&str; 15] = [
        "batch_id",
        "source",
        "table",
        "file",
        "note",
        "columns",
        "imported_at",
        "first_at",
        "last_at",
        "rows_read",
        "rows_new",
        "rows_corrected",
        "rows_unchanged",
        "rows_rejected",
        "values_rejected",
    ];
    let mut columns = COLUMNS.to_vec();
    columns.push("customers_new");
    let mut found: Vec<BatchRow> = Vec::new();
    let mut place: BTreeMap<String, usize> = BTreeMap::new();
    for batch in view.read(BATCHES, &columns)? {
        for row in 0..batch.num_rows() {
            let next = batch_row(&batch, row);
            // A row without columns says that the content of an earlier batch has another file's name now.
            match place.get(&next.batch_id) {
                Some(&at) if batch.column(5).is_null(row) => found[at].file = next.file,
                _ => {
                    place.insert(next.batch_id.clone(), found.len());
                    found.push(next);
                }
            }
        }
    }
    found.reverse();
    found.sort_by_key(|batch| std::cmp::Reverse(batch.imported_at_us));
    Ok(found)
}

fn text(batch: &RecordBatch, column: usize, row: usize) -> Option<String> {
    let texts = batch.column(column).as_string::<i32>();
    texts.is_valid(row).then(|| texts.value(row).to_owned())
}

fn batch_row(batch: &RecordBatch, row: usize) -> BatchRow {
    let text = |column: usize| text(batch, column, row).unwrap_or_default();
    let instant = |column: usize| {
        let instants = batch.column(column).as_primitive::<TimestampMicrosecondType>();
        instants.is_valid(row).then(|| instants.value(row))
    };
    let whole = |column: usize| batch.column(column).as_primitive::<Int64Type>().value(row);
    BatchRow {
        batch_id: text(0),
        source: text(1),
        table: text(2),
        file: text(3),
        note: Some(text(4)).filter(|note| !note.is_empty()),
        imported_at_us: instant(6).unwrap_or(0),
        first_at_us: instant(7),
        last_at_us: instant(8),
        rows_read: whole(9),
        rows_new: whole(10),
        rows_corrected: whole(11),
        rows_unchanged: whole(12),
        rows_rejected: whole(13),
        values_rejected: whole(14),
        customers_new: whole(15),
    }
}

/// Calls `each` for every row that was not taken, in the order in which they were written, until it says that it has enough.
///
/// # Errors
/// When the lake cannot be read.
pub fn each_reject(view: &LakeView, mut each: impl FnMut(RejectRow) -> bool) -> Result<(), EngineError> {
    const COLUMNS: [&str; 11] = [
        "batch_id",
        "source",
        "table",
        "file",
        "column",
        "value",
        "reason",
        "reason_zh",
        "reason_en",
        "row",
        "row_kept",
    ];
    for batch in view.read(REJECTS, &COLUMNS)? {
        let numbers = batch.column(9).as_primitive::<Int64Type>();
        let kept = batch.column(10).as_boolean();
        for row in 0..batch.num_rows() {
            let optional = |column: usize| text(&batch, column, row);
            let told = |column: usize| optional(column).unwrap_or_default();
            let goes_on = each(RejectRow {
                batch_id: told(0),
                source: told(1),
                table: told(2),
                file: told(3),
                column: optional(4),
                value: optional(5),
                reason: told(6),
                reason_zh: told(7),
                reason_en: told(8),
                row: numbers.value(row),
                row_kept: kept.is_valid(row) && kept.value(row),
            });
            if !goes_on {
                return Ok(());
            }
        }
    }
    Ok(())
}
