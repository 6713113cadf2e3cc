//! What a person is shown of an upload: how it was read, its columns with their roles, its first rows.

use std::collections::BTreeMap;

use holdfast_domain::bilingual;
use holdfast_domain::canonical::{CanonicalTable, FieldType};
use holdfast_domain::lang::Bilingual;
use holdfast_engine::query::masked;
use holdfast_engine::read::EncodingFound;
use holdfast_engine::table::{Column, Table};
use serde::Serialize;

use super::alternatives::{Alternative, alternatives};
use super::draft::{Draft, draft};
use super::place::{FOLDER, UploadRecord, Uploads};
use super::settings::UploadSettings;
use crate::error::AppError;
use crate::workspace::init::facts::Kind;
use crate::workspace::init::look::Sight;
use crate::workspace::init::suggest::Suggestion;

/// Rows that are shown.
const ROWS: usize = 50;
/// Different values of a column that are shown.
const SAMPLES: usize = 5;
/// Characters of a value that are shown.
const CHARS: usize = 200;
/// An upload as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preview {
    /// Its id.
    pub id: String,
    /// The name that the file had where it came from.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// How it was decoded, in words.
    pub decoding: Bilingual,
    /// The encoding; absent for what is no text.
    pub encoding: Option<EncodingPreview>,
    /// The character between columns; absent where there is none.
    pub delimiter: Option<String>,
    /// The row that the columns' names stand in, as an editor counts.
    pub header_row: u64,
    /// Rows of the table; absent where the beginning of a large file was looked at only.
    pub rows_total: Option<u64>,
    /// Columns of the file.
    pub columns: Vec<ColumnPreview>,
    /// The first rows, as texts.
    pub rows: Vec<Vec<Option<String>>>,
    /// What it would become; absent where nothing was found, and `unusable` says why.
    pub becomes: Option<Becomes>,
    /// Why it is of no use as it is.
    pub unusable: Option<Bilingual>,
    /// Canonical tables that can be chosen.
    pub tables: Vec<TableChoice>,
    /// Sources that there are, whose columns the file has: it may be their next file.
    pub fitting_sources: Vec<String>,
    /// What was repaired or set aside while reading.
    pub notes: Vec<Bilingual>,
    /// What was decided by hand.
    pub settings: UploadSettings,
}

/// An encoding, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EncodingPreview {
    /// Its name.
    pub chosen: String,
    /// `bom`, `utf8`, `fallback`, `told`.
    pub how: &'static str,
    /// The same in words.
    pub how_text: Bilingual,
    /// What may be tried instead.
    pub alternatives: Vec<Alternative>,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnPreview {
    /// Its name.
    pub name: String,
    /// `time`, `number`, `text`.
    pub kind: &'static str,
    /// Rows without a value.
    pub missing: u64,
    /// Different values.
    pub distinct: u64,
    /// Some of them.
    pub samples: Vec<String>,
    /// What becomes of it.
    pub role: ColumnRole,
    /// Whether it is personal: masked here and wherever it is shown later.
    pub personal: bool,
}

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnRole {
    /// `canonical`, `part_of_amount`, `attribute`, `left_out`.
    pub kind: &'static str,
    /// The canonical column.
    pub field: Option<String>,
    /// In words.
    pub label: Bilingual,
}

/// What an upload would become.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Becomes {
    /// Id of the source.
    pub source: String,
    /// Whether that source is there already.
    pub joins: bool,
    /// The canonical table.
    pub table: String,
    /// In words.
    pub table_label: Bilingual,
    /// Why this table.
    pub why: Bilingual,
    /// Canonical column ← column of the file.
    pub mapping: BTreeMap<String, String>,
    /// Canonical column ← one text for all rows.
    pub constants: BTreeMap<String, String>,
    /// Other columns that are kept; absent: all.
    pub attributes: Option<Vec<String>>,
    /// Which of those are personal.
    pub personal: Vec<String>,
    /// Canonical columns of the table.
    pub fields: Vec<FieldChoice>,
    /// Required canonical columns that nothing is mapped to.
    pub unmapped: Vec<String>,
}

/// A canonical table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableChoice {
    /// Its name.
    pub name: String,
    /// In words.
    pub label: Bilingual,
}

/// A canonical column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChoice {
    /// Its name.
    pub name: String,
    /// In words.
    pub label: Bilingual,
    /// `text`, `instant`, `day`, `money`, `number`, `flag`.
    pub kind: &'static str,
    /// Whether a row without it is rejected.
    pub required: bool,
}

/// Looks at an upload. `unmasked`: whether the reader may see personal values as they are.
///
/// # Errors
/// `no-such-upload`; whatever the reader refuses; what was said of the mapping and does not fit.
pub fn preview(uploads: &Uploads, record: &UploadRecord, unmasked: bool) -> Result<Preview, AppError> {
    let path = format!("{FOLDER}/{}/{}", record.id, record.stored);
    let draft = draft(uploads, record, &path)?;
    let Some(sight) = draft.sight() else {
        return Err(super::place::no_such_upload(&record.id).into());
    };
    let columns = columns(&draft, sight, unmasked);
    let hidden: Vec<bool> = columns.iter().map(|column| column.personal && !unmasked).collect();
    let text = sight.text.as_ref();
    let path_of_file = uploads.file(record)?;
    let encoding = text.map(|form| EncodingPreview {
        chosen: form.encoding.to_owned(),
        how: how(form.found).0,
        how_text: how(form.found).1,
        alternatives: alternatives(&path_of_file, &record.settings.options(), &hidden, unmasked),
    });
    Ok(Preview {
        id: record.id.clone(),
        file: record.file.clone(),
        bytes: record.bytes,
        decoding: sight.decoding.clone(),
        encoding,
        delimiter: text
            .and_then(|form| form.delimiter)
            .map(|byte| char::from(byte).to_string()),
        header_row: sight.table.first_data_row.saturating_sub(1).max(1),
        rows_total: (!sight.sampled).then_some(sight.table.rows as u64),
        rows: rows(&sight.table, &hidden, ROWS),
        becomes: draft.suggestion().map(|suggestion| becomes(suggestion, draft.joins)),
        unusable: match &draft.fate {
            super::draft::Fate::Unusable(_, why) => Some(why.clone()),
            super::draft::Fate::Source(_) => None,
        },
        tables: CanonicalTable::ALL
            .iter()
            .map(|table| TableChoice {
                name: table.name().to_owned(),
                label: table.label(),
            })
            .collect(),
        fitting_sources: draft.fitting(),
        notes: sight.notes.iter().map(|note| note.text.clone()).collect(),
        settings: record.settings.clone(),
        columns,
    })
}

fn how(found: EncodingFound) -> (&'static str, Bilingual) {
    match found {
        EncodingFound::ByteOrderMark => (
            "bom",
            bilingual!("文件开头有 BOM", "by the byte-order mark at its beginning"),
        ),
        EncodingFound::ValidUtf8 => ("utf8", bilingual!("全文是合法的 UTF-8", "all of it is valid UTF-8")),
        EncodingFound::Fallback => (
            "fallback",
            bilingual!(
                "不是 UTF-8，全文是合法的 GB18030",
                "it is not UTF-8, and valid GB18030 throughout"
            ),
        ),
        EncodingFound::Told => ("told", bilingual!("由您指定", "as you said")),
    }
}

fn columns(draft: &Draft, sight: &Sight, unmasked: bool) -> Vec<ColumnPreview> {
    let suggestion = draft.suggestion();
    let personal_by_hand = suggestion.map_or(&[][..], |suggestion| suggestion.spec.personal.as_slice());
    let facts = draft.facts.columns.iter().zip(&sight.table.columns);
    facts
        .map(|(fact, column)| {
            // What looks personal stays masked here, whoever says that it is not.
            let personal = fact.personal || personal_by_hand.contains(&fact.column);
            ColumnPreview {
                name: fact.column.clone(),
                kind: match fact.kind {
                    Kind::Time => "time",
                    Kind::Number => "number",
                    Kind::Text => "text",
                },
                missing: column.missing as u64,
                distinct: fact.distinct.unwrap_or(0) as u64,
                samples: samples(column, personal && !unmasked),
                role: role(suggestion, &fact.column),
                personal,
            }
        })
        .collect()
}

/// The first values that differ.
fn samples(column: &Column, hide: bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // A column of one value all through must not be read to its end.
    for row in 0..column.values.len().min(1_000) {
        let Some(value) = column.text_at(row) else { continue };
        let value = shown(&value, hide);
        if !found.contains(&value) {
            found.push(value);
        }
        if found.len() == SAMPLES {
            break;
        }
    }
    found
}

/// The first rows of a table as texts, hidden columns masked.
pub(super) fn rows(table: &Table, hidden: &[bool], most: usize) -> Vec<Vec<Option<String>>> {
    let columns = || table.columns.iter().zip(hidden);
    (0..table.rows.min(most))
        .map(|row| {
            columns()
                .map(|(column, &hide)| column.text_at(row).map(|value| shown(&value, hide)))
                .collect()
        })
        .collect()
}

fn shown(value: &str, hide: bool) -> String {
    if hide {
        return masked(value);
    }
    match value.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

fn role(suggestion: Option<&Suggestion>, column: &str) -> ColumnRole {
    let left_out = || ColumnRole {
        kind: "left_out",
        field: None,
        label: bilingual!("不导入", "not imported"),
    };
    let Some(suggestion) = suggestion else {
        return left_out();
    };
    let spec = &suggestion.spec;
    if let Some((field, _)) = spec.columns.iter().find(|(_, mapped)| *mapped == column) {
        let label = suggestion.table.field(field);
        return ColumnRole {
            kind: "canonical",
            field: Some(field.clone()),
            label: label.map_or_else(
                || Bilingual::same(field.as_str()),
                |field| Bilingual::new(field.zh, field.en),
            ),
        };
    }
    let part = spec.amount_from.as_ref();
    if part.is_some_and(|from| from.quantity == column || from.unit_price == column) {
        return ColumnRole {
            kind: "part_of_amount",
            field: Some("amount".to_owned()),
            label: bilingual!("金额 = 数量 × 单价", "amount = quantity × price"),
        };
    }
    let kept = match &spec.attributes {
        Some(attributes) => attributes.iter().any(|name| name == column),
        None => suggestion.table.has_attributes(),
    };
    if kept {
        return ColumnRole {
            kind: "attribute",
            field: None,
            label: bilingual!("保留为属性", "kept as an attribute"),
        };
    }
    left_out()
}

fn becomes(suggestion: &Suggestion, joins: bool) -> Becomes {
    let spec = &suggestion.spec;
    let given = |name: &str| {
        spec.columns.contains_key(name)
            || spec.constants.contains_key(name)
            || (name == "amount" && spec.amount_from.is_some())
    };
    let fields = suggestion.table.fields();
    Becomes {
        source: spec.id.clone(),
        joins,
        table: suggestion.table.name().to_owned(),
        table_label: suggestion.table.label(),
        why: suggestion.why.clone(),
        mapping: spec.columns.clone(),
        constants: spec.constants.clone(),
        attributes: spec.attributes.clone(),
        personal: spec.personal.clone(),
        unmapped: fields
            .iter()
            .filter(|field| field.required && !given(field.name))
            .map(|field| field.name.to_owned())
            .collect(),
        fields: fields
            .iter()
            .map(|field| FieldChoice {
                name: field.name.to_owned(),
                label: Bilingual::new(field.zh, field.en),
                kind: match field.kind {
                    FieldType::Text => "text",
                    FieldType::Instant => "instant",
                    FieldType::Day => "day",
                    FieldType::Money => "money",
                    FieldType::Number => "number",
                    FieldType::Flag => "flag",
                },
                required: field.required,
            })
            .collect(),
    }
}
