//! Rows of the lake's own tables about an import.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};

use crate::error::{Doing, EngineError};
use crate::lake::schema::{self, BATCHES, REJECTS, RETRACTIONS};

use super::report::{BatchReport, Reject};

fn texts<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(StringArray::from_iter(values))
}

fn whole(value: u64) -> ArrayRef {
    Arc::new(Int64Array::from(vec![value as i64]))
}

fn instant(value: Option<i64>) -> ArrayRef {
    Arc::new(TimestampMicrosecondArray::from(vec![value]).with_timezone("UTC"))
}

/// The batch's row in `batches`.
pub(crate) fn batch_row(
    report: &BatchReport,
    now_us: i64,
    span: Option<(i64, i64)>,
    columns: &str,
) -> Result<RecordBatch, EngineError> {
    let note: Vec<&str> = report.notes.iter().map(|note| note.en.as_str()).collect();
    let note = note.join(" | ");
    let one = |text: &str| texts(std::iter::once(Some(text)));
    let arrays = vec![
        one(&report.batch_id),
        one(&report.source),
        one(report.table),
        one(&report.file),
        instant(Some(now_us)),
        whole(report.rows_read),
        whole(report.rows_new),
        whole(report.rows_corrected),
        whole(report.rows_unchanged),
        whole(report.rows_rejected),
        whole(report.values_rejected),
        whole(report.customers_new),
        instant(span.map(|(first, _)| first)),
        instant(span.map(|(_, last)| last)),
        one(columns),
        texts(std::iter::once((!note.is_empty()).then_some(note.as_str()))),
    ];
    RecordBatch::try_new(schema::of(BATCHES), arrays).doing(|| "recording the batch".to_owned())
}

/// Rows of `batches` that say which file batches are now, whose content moved to another name: (batch, file).
pub(crate) fn moved_rows(
    source: &str,
    table: &str,
    moved: &[(String, String)],
    now_us: i64,
) -> Result<RecordBatch, EngineError> {
    let all = |text: &str| texts(moved.iter().map(|_| Some(text)));
    let none = || Arc::new(Int64Array::from(vec![0; moved.len()])) as ArrayRef;
    let at = |value: Option<i64>| {
        Arc::new(TimestampMicrosecondArray::from(vec![value; moved.len()]).with_timezone("UTC")) as ArrayRef
    };
    let arrays = vec![
        texts(moved.iter().map(|(id, _)| Some(id.as_str()))),
        all(source),
        all(table),
        texts(moved.iter().map(|(_, file)| Some(file.as_str()))),
        at(Some(now_us)),
        none(),
        none(),
        none(),
        none(),
        none(),
        none(),
        none(),
        at(None),
        at(None),
        texts(moved.iter().map(|_| None)),
        all("the content of this batch has another file name now"),
    ];
    RecordBatch::try_new(schema::of(BATCHES), arrays).doing(|| "recording files that moved".to_owned())
}

/// The rejects' rows.
pub(crate) fn reject_rows(report: &BatchReport, rejects: &[Reject]) -> Result<RecordBatch, EngineError> {
    let same = |text: &str| texts(rejects.iter().map(|_| Some(text)));
    let arrays = vec![
        same(&report.batch_id),
        same(&report.source),
        same(report.table),
        same(&report.file),
        Arc::new(Int64Array::from_iter_values(
            rejects.iter().map(|reject| reject.row as i64),
        )) as ArrayRef,
        texts(rejects.iter().map(|reject| reject.column.as_deref())),
        texts(rejects.iter().map(|reject| reject.value.as_deref())),
        texts(rejects.iter().map(|reject| Some(reject.reason))),
        texts(rejects.iter().map(|reject| Some(reject.text.zh.as_str()))),
        texts(rejects.iter().map(|reject| Some(reject.text.en.as_str()))),
        Arc::new(BooleanArray::from_iter(
            rejects.iter().map(|reject| Some(reject.row_kept)),
        )),
    ];
    RecordBatch::try_new(schema::of(REJECTS), arrays).doing(|| "recording rejected rows".to_owned())
}

/// Rows of `retractions`: (row number, since when it no longer holds).
pub(crate) fn retraction_rows(table: &str, batch_id: &str, rows: &[(i64, i64)]) -> Result<RecordBatch, EngineError> {
    let arrays: Vec<ArrayRef> = vec![
        texts(rows.iter().map(|_| Some(table))),
        Arc::new(Int64Array::from_iter_values(rows.iter().map(|&(row_no, _)| row_no))),
        Arc::new(TimestampMicrosecondArray::from_iter_values(rows.iter().map(|&(_, at)| at)).with_timezone("UTC")),
        texts(rows.iter().map(|_| Some(batch_id))),
    ];
    RecordBatch::try_new(schema::of(RETRACTIONS), arrays).doing(|| "recording corrected rows".to_owned())
}
