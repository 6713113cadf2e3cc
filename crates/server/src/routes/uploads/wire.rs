//! An upload as it travels.

use std::collections::BTreeMap;

use holdfast_app::error::AppError;
use holdfast_app::uploads::accept::Setting;
use holdfast_app::uploads::place::{UploadRecord, Uploads};
use holdfast_app::uploads::preview::{Becomes, ColumnPreview, EncodingPreview, Preview, preview};
use holdfast_app::uploads::trial::{Trial, trial};
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::problem::Problem;
use crate::wire::text::Text;

/// Files up to this are tried as soon as they are there; larger ones when the mapping is changed.
const TRIED_AT_ONCE: u64 = 8 << 20;

/// An upload: how it was read, what its columns are, what it would become, and what an import would do.
#[derive(Serialize, ToSchema)]
pub struct Upload {
    /// Its id.
    pub id: String,
    /// The name that the file had where it came from.
    pub file: String,
    /// Its size.
    #[schema(minimum = 0)]
    pub bytes: u64,
    /// When it came, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// How it was decoded, in words.
    pub decoding: Text,
    /// The encoding; null for what is no text.
    pub encoding: Option<UploadEncoding>,
    /// The character between columns; null where there is none.
    pub delimiter: Option<String>,
    /// The row of the columns' names, as an editor counts.
    #[schema(minimum = 1)]
    pub header_row: u64,
    /// The sheet that was asked for.
    pub sheet: Option<String>,
    /// `dmy`, `mdy`, or null where nobody said.
    pub date_order: Option<String>,
    /// Rows of the table; null where the beginning of a large file was looked at only.
    #[schema(minimum = 0)]
    pub row_count: Option<u64>,
    /// Columns of the file.
    pub columns: Vec<UploadColumn>,
    /// The first rows, as texts, personal columns masked unless the reader may see them.
    pub rows: Vec<Vec<Option<String>>>,
    /// The canonical table; null where none was found, and `unusable` says why.
    pub table: Option<String>,
    /// Why this table.
    pub why: Option<Text>,
    /// Why it is of no use as it is.
    pub unusable: Option<Text>,
    /// Canonical tables that can be chosen.
    pub tables: Vec<UploadTable>,
    /// Canonical columns of the chosen table.
    pub fields: Vec<UploadField>,
    /// What becomes of the columns; null without a table.
    pub mapping: Option<UploadMapping>,
    /// Required canonical columns that nothing is mapped to.
    pub unmapped: Vec<String>,
    /// Id of the source that it becomes.
    pub source_id: Option<String>,
    /// Whether that source is there already: the file is one more of its files, mapped as it is.
    pub joins: bool,
    /// Sources that there are, whose columns the file has.
    pub fitting_sources: Vec<String>,
    /// What was repaired or set aside while reading, and what somebody should know.
    pub notes: Vec<Text>,
    /// What an import would do; null for a large file until its mapping is changed.
    pub trial: Option<UploadTrial>,
}

/// An encoding, and how it was found.
#[derive(Serialize, ToSchema)]
pub struct UploadEncoding {
    /// Its name.
    pub chosen: String,
    /// `bom`, `utf8`, `fallback`, `told`.
    pub how: String,
    /// The same in words.
    pub how_text: Text,
    /// What may be tried instead.
    pub alternatives: Vec<UploadAlternative>,
}

/// An encoding that may be tried.
#[derive(Serialize, ToSchema)]
pub struct UploadAlternative {
    /// Its label.
    pub encoding: String,
    /// Names of columns and first rows, read that way; null where the file cannot be.
    pub rows: Option<Vec<Vec<Option<String>>>>,
}

/// A column of the file.
#[derive(Serialize, ToSchema)]
pub struct UploadColumn {
    /// Its name.
    pub name: String,
    /// `time`, `number`, `text`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Rows without a value, of those that were looked at.
    #[schema(minimum = 0)]
    pub missing: u64,
    /// Different values, of those that were looked at.
    #[schema(minimum = 0)]
    pub distinct: u64,
    /// Some of them.
    pub samples: Vec<String>,
    /// What becomes of it.
    pub role: UploadRole,
    /// Whether it is personal: masked here and wherever it is shown later.
    pub personal: bool,
}

/// What becomes of a column.
#[derive(Serialize, ToSchema)]
pub struct UploadRole {
    /// `canonical`, `part_of_amount`, `attribute`, `left_out`.
    pub kind: String,
    /// The canonical column.
    pub field: Option<String>,
    /// In words.
    pub label: Text,
}

/// A canonical table.
#[derive(Serialize, ToSchema)]
pub struct UploadTable {
    /// Its name.
    pub id: String,
    /// In words.
    pub label: Text,
}

/// A canonical column.
#[derive(Serialize, ToSchema)]
pub struct UploadField {
    /// Its name.
    pub name: String,
    /// In words.
    pub label: Text,
    /// `text`, `instant`, `day`, `money`, `number`, `flag`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether a row without it is rejected.
    pub required: bool,
}

/// What becomes of the columns.
#[derive(Serialize, ToSchema)]
pub struct UploadMapping {
    /// Canonical column ← column of the file.
    pub columns: BTreeMap<String, String>,
    /// Canonical column ← one text for all rows.
    pub constants: BTreeMap<String, String>,
    /// Other columns that are kept; null: all.
    pub attributes: Option<Vec<String>>,
    /// Which of those are personal.
    pub personal: Vec<String>,
}

/// What an import would do.
#[derive(Serialize, ToSchema)]
pub struct UploadTrial {
    /// Rows read.
    #[schema(minimum = 0)]
    pub rows_read: u64,
    /// Rows that would be taken, those that are there already among them.
    #[schema(minimum = 0)]
    pub accepted: u64,
    /// Rows that would not be taken.
    #[schema(minimum = 0)]
    pub rejected: u64,
    /// Values that would be left empty in rows that are taken.
    #[schema(minimum = 0)]
    pub values_rejected: u64,
    /// Customers that are new.
    #[schema(minimum = 0)]
    pub customers_new: u64,
    /// Only the beginning of a very large file was tried: figures are of that part.
    pub sampled: bool,
    /// Exactly this was imported before: nothing would change.
    pub already_there: bool,
    /// Why rows and values would not be taken, the most frequent reason first.
    pub reasons: Vec<UploadReason>,
    /// Why it cannot be imported at all.
    pub blocking: Vec<Problem>,
}

/// A reason.
#[derive(Serialize, ToSchema)]
pub struct UploadReason {
    /// A stable name in kebab-case.
    pub code: String,
    /// In words, with what to do.
    pub problem: Text,
    /// How often it was given.
    #[schema(minimum = 0)]
    pub count: u64,
    /// The first ones.
    pub examples: Vec<UploadReject>,
}

/// A row or value that would not be taken.
#[derive(Serialize, ToSchema)]
pub struct UploadReject {
    /// The file's row.
    #[schema(minimum = 0)]
    pub row: u64,
    /// The column, if one is to blame.
    pub column: Option<String>,
    /// Its value, masked in personal columns unless the reader may see them.
    pub value: Option<String>,
    /// The row would be taken, only this value left empty.
    pub row_kept: bool,
}

/// Who looks, and when.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) setting: Setting,
    /// The reader may see personal values.
    pub(super) unmasked: bool,
    /// Also a large file is tried.
    pub(super) tries: bool,
}

/// Looks at an upload, and tries it.
///
/// # Errors
/// Whatever the reader refuses; what was said of the mapping and does not fit.
pub(super) fn look(uploads: &Uploads, record: &UploadRecord, look: Look) -> Result<Upload, AppError> {
    let seen = preview(uploads, record, look.unmasked)?;
    let tried = if look.tries || record.bytes <= TRIED_AT_ONCE {
        Some(trial(uploads, record, look.setting, look.unmasked)?)
    } else {
        None
    };
    Ok(upload(record, seen, tried))
}

fn upload(record: &UploadRecord, seen: Preview, tried: Option<Trial>) -> Upload {
    let mut notes: Vec<Text> = seen.notes.into_iter().map(Text::from).collect();
    if let Some(tried) = &tried {
        notes.extend(tried.notes.iter().map(Text::from));
    }
    let becomes = seen.becomes;
    Upload {
        id: seen.id,
        file: seen.file,
        bytes: seen.bytes,
        created_at: record.created_at.clone(),
        decoding: seen.decoding.into(),
        encoding: seen.encoding.map(encoding),
        delimiter: seen.delimiter,
        header_row: seen.header_row,
        sheet: seen.settings.sheet,
        date_order: seen.settings.date_order,
        row_count: seen.rows_total,
        columns: seen.columns.into_iter().map(column).collect(),
        rows: seen.rows,
        table: becomes.as_ref().map(|becomes| becomes.table.clone()),
        why: becomes.as_ref().map(|becomes| Text::from(&becomes.why)),
        unusable: seen.unusable.map(Text::from),
        tables: seen
            .tables
            .into_iter()
            .map(|table| UploadTable {
                id: table.name,
                label: table.label.into(),
            })
            .collect(),
        fields: becomes.as_ref().map(fields).unwrap_or_default(),
        unmapped: becomes
            .as_ref()
            .map(|becomes| becomes.unmapped.clone())
            .unwrap_or_default(),
        source_id: becomes.as_ref().map(|becomes| becomes.source.clone()),
        joins: becomes.as_ref().is_some_and(|becomes| becomes.joins),
        mapping: becomes.map(|becomes| UploadMapping {
            columns: becomes.mapping,
            constants: becomes.constants,
            attributes: becomes.attributes,
            personal: becomes.personal,
        }),
        fitting_sources: seen.fitting_sources,
        notes,
        trial: tried.map(told),
    }
}

fn encoding(found: EncodingPreview) -> UploadEncoding {
    UploadEncoding {
        chosen: found.chosen,
        how: found.how.to_owned(),
        how_text: found.how_text.into(),
        alternatives: found
            .alternatives
            .into_iter()
            .map(|other| UploadAlternative {
                encoding: other.encoding,
                rows: other.rows,
            })
            .collect(),
    }
}

fn column(seen: ColumnPreview) -> UploadColumn {
    UploadColumn {
        name: seen.name,
        kind: seen.kind.to_owned(),
        missing: seen.missing,
        distinct: seen.distinct,
        samples: seen.samples,
        role: UploadRole {
            kind: seen.role.kind.to_owned(),
            field: seen.role.field,
            label: seen.role.label.into(),
        },
        personal: seen.personal,
    }
}

fn fields(becomes: &Becomes) -> Vec<UploadField> {
    let fields = becomes.fields.iter().map(|field| UploadField {
        name: field.name.clone(),
        label: Text::from(&field.label),
        kind: field.kind.to_owned(),
        required: field.required,
    });
    fields.collect()
}

fn told(trial: Trial) -> UploadTrial {
    let blocking = trial.problems.into_iter().map(Problem::from).collect();
    let Some(report) = trial.report else {
        return UploadTrial {
            rows_read: 0,
            accepted: 0,
            rejected: 0,
            values_rejected: 0,
            customers_new: 0,
            sampled: trial.sampled,
            already_there: false,
            reasons: Vec::new(),
            blocking,
        };
    };
    let examples = |reason: &str| {
        let found = report.rejects.iter().filter(|reject| reject.reason == reason);
        found
            .take(3)
            .map(|reject| UploadReject {
                row: reject.row,
                column: reject.column.clone(),
                value: reject.value.clone(),
                row_kept: reject.row_kept,
            })
            .collect()
    };
    let reasons = report.reasons.iter().map(|count| UploadReason {
        code: count.reason.to_owned(),
        problem: Text::from(&count.text),
        count: count.rows + count.values,
        examples: examples(count.reason),
    });
    UploadTrial {
        rows_read: report.rows_read,
        accepted: report.rows_read.saturating_sub(report.rows_rejected),
        rejected: report.rows_rejected,
        values_rejected: report.values_rejected,
        customers_new: report.customers_new,
        sampled: trial.sampled,
        already_there: trial.already_there,
        reasons: reasons.collect(),
        blocking,
    }
}
