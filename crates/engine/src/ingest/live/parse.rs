//! JSON lines as a table of events.

use std::collections::BTreeMap;

use holdfast_domain::bilingual;
use holdfast_domain::canonical::{CanonicalTable, FieldType};
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::{KnownAt, SourceSpec};

use crate::read::{ReadOptions, ReadTable, read_json_bytes};
use crate::table::Column;

use super::LIVE;

/// Members of an object at most; those that are no column of `events` are left out.
const MEMBERS: usize = 200;

/// A batch as it was read.
pub(super) struct Parsed {
    pub(super) read: ReadTable,
    /// Columns that were read again as text for the sake of a few values, as they were before.
    pub(super) typed: BTreeMap<String, Column>,
    pub(super) spec: SourceSpec,
}

/// Reads a batch. Members are named as the columns of `events`; when an event became known is when it arrived.
///
/// # Errors
/// `bad-json`, `missing-member`; text that is not UTF-8.
pub(super) fn parse(lines: &[u8]) -> Result<Parsed, Refusal> {
    let fields = || {
        CanonicalTable::Events
            .fields()
            .iter()
            .filter(|field| field.name != "known_at")
    };
    let mut options = ReadOptions {
        encoding: Some("utf-8".to_owned()),
        as_text: fields()
            .filter(|field| field.kind == FieldType::Text)
            .map(|field| field.name.to_owned())
            .collect(),
        as_text_where_there: true,
        instants_in_utc: true,
        max_columns: MEMBERS,
        ..ReadOptions::default()
    };
    let mut read = read_json_bytes(lines, &options)?;
    let odd = |column: &Column| column.odd_count > 0;
    let mut typed = BTreeMap::new();
    if read.table.columns.iter().any(odd) {
        let columns = read.table.columns.extract_if(.., |column| odd(column));
        typed = columns.map(|column| (column.name.clone(), column)).collect();
        options.as_text.extend(typed.keys().cloned());
        read = read_json_bytes(lines, &options)?;
    }
    let there = |name: &str| read.table.column(name).is_some();
    if let Some(field) = fields().find(|field| field.required && !there(field.name)) {
        return Err(missing(field.name));
    }
    let names: BTreeMap<String, String> = fields()
        .filter(|field| there(field.name))
        .map(|field| (field.name.to_owned(), field.name.to_owned()))
        .collect();
    Ok(Parsed {
        spec: spec(names),
        read,
        typed,
    })
}

fn spec(columns: BTreeMap<String, String>) -> SourceSpec {
    SourceSpec {
        id: LIVE.to_owned(),
        table: CanonicalTable::Events.name().to_owned(),
        files: Vec::new(),
        database: None,
        columns,
        constants: BTreeMap::new(),
        amount_from: None,
        attributes: None,
        personal: Vec::new(),
        money_in_minor_units: false,
        known_at: KnownAt::Imported,
        watermark: None,
        encoding: None,
        delimiter: None,
        sheet: None,
        date_order: None,
    }
}

fn missing(name: &str) -> Refusal {
    Refusal::new(
        "missing-member",
        bilingual!("没有一行给出 {name}", "no line gives {name}"),
        Bilingual::new(
            "每行写一个 JSON 对象，至少有 customer_id 和 occurred_at",
            "write one JSON object a line, with customer_id and occurred_at at least",
        ),
    )
    .in_column(name)
}
