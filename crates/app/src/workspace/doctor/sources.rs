//! Whether the files of a source are there, readable, and have the columns that the source names.

use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::canonical::{CanonicalTable, FieldType};
use holdfast_domain::rule::Counts;
use holdfast_domain::source::SourceSpec;
use holdfast_engine::read::{ReadOptions, ReadTable};
use holdfast_engine::table::{Table, Values};

use super::report::DoctorReport;
use crate::analyze::understand::names::Name;
use crate::analyze::understand::personal::is_personal;
use crate::columns::find::nearest;
use crate::workspace::init::look::read_sample;
use crate::workspace::rhythm;
use holdfast_engine::ingest::{files, read_options};

/// Files of one source that are read; the others are only listed.
const READ_FILES: usize = 3;

/// A table of events or snapshots that definitions are held against.
pub(crate) struct Seen {
    pub(crate) source: SourceSpec,
    pub(crate) table: Table,
}

/// Checks one source of files.
pub(crate) fn check(dir: &Path, source: &SourceSpec, report: &mut DoctorReport, seen: &mut Vec<Seen>) {
    let id = |part: &str| format!("source.{}.{part}", source.id);
    let found = match files::of_source(dir, source) {
        Ok(found) => found,
        Err(refusal) => return report.refused(id("files"), &refusal),
    };
    let count = found.len();
    report.ok(
        id("files"),
        bilingual!(
            "“{source}”：{count} 个文件",
            "\"{source}\": files found: {count}",
            source = source.id
        ),
    );
    let options = options(source);
    // First and last: a schema that changed over the years shows there.
    let looked: Vec<&PathBuf> = picked(&found);
    let mut first: Option<ReadTable> = None;
    let before = report.checks.len();
    for path in looked {
        match read_sample(path, &options) {
            Err(refusal) => report.refused(id("read"), &refusal),
            Ok((read, _)) => {
                columns(source, path, &read, report);
                first.get_or_insert(read);
            }
        }
    }
    let Some(read) = first else { return };
    personal(source, &read.table, report);
    values(source, &read.table, report);
    if report.checks.len() == before {
        let (rows, zh, en) = (read.table.rows, &read.decoding.zh, &read.decoding.en);
        report.ok(
            id("read"),
            bilingual!(
                "“{source}”：{rows} 行，{zh}，各列齐全",
                "\"{source}\": {rows} rows, {en}, all columns there",
                source = source.id
            ),
        );
    }
    if matches!(
        CanonicalTable::parse(&source.table),
        Some(CanonicalTable::Events | CanonicalTable::Snapshots)
    ) {
        seen.push(Seen {
            source: source.clone(),
            table: read.table,
        });
    }
}

fn picked(found: &[PathBuf]) -> Vec<&PathBuf> {
    if found.len() <= READ_FILES {
        return found.iter().collect();
    }
    let middle = found.len() / 2;
    vec![&found[0], &found[middle], &found[found.len() - 1]]
}

/// How the files of a source are read: as an import reads them.
fn options(source: &SourceSpec) -> ReadOptions {
    let table = CanonicalTable::parse(&source.table).unwrap_or(CanonicalTable::Events);
    ReadOptions {
        date_order: rhythm::date_order(source),
        ..read_options(source, table)
    }
}

/// Every column that a source names in a file or table, with the key that names it.
pub(crate) fn wanted(source: &SourceSpec) -> Vec<(String, &str)> {
    let mapped = source
        .columns
        .iter()
        .map(|(canonical, name)| (format!("columns.{canonical}"), name.as_str()));
    let amount = source.amount_from.iter().flat_map(|from| {
        [
            ("amount_from.quantity".to_owned(), from.quantity.as_str()),
            ("amount_from.unit_price".to_owned(), from.unit_price.as_str()),
        ]
    });
    let attributes = source
        .attributes
        .iter()
        .flatten()
        .map(|name| ("attributes".to_owned(), name.as_str()));
    let personal = source
        .personal
        .iter()
        .map(|name| ("personal".to_owned(), name.as_str()));
    let watermark = source
        .watermark
        .iter()
        .map(|name| ("watermark".to_owned(), name.as_str()));
    mapped
        .chain(amount)
        .chain(attributes)
        .chain(personal)
        .chain(watermark)
        .collect()
}

fn columns(source: &SourceSpec, path: &Path, read: &ReadTable, report: &mut DoctorReport) {
    for (key, name) in wanted(source) {
        if read.table.column(name).is_some() {
            continue;
        }
        let near = nearest(read.table.columns.iter().map(|c| c.name.as_str()), name).join(", ");
        let file = path.display();
        report.fail(
            format!("source.{}.columns", source.id),
            bilingual!(
                "{file} 里没有“{name}”列（{key}）",
                "{file} has no column \"{name}\" ({key})"
            ),
            bilingual!(
                "改正 holdfast.toml 中的列名；最接近的：{near}",
                "correct the name in holdfast.toml; nearest: {near}"
            ),
        );
    }
}

/// Personal columns: listed where they may be, absent where they may not.
fn personal(source: &SourceSpec, table: &Table, report: &mut DoctorReport) {
    let Some(canonical) = CanonicalTable::parse(&source.table).filter(|table| table.has_attributes()) else {
        return;
    };
    let customers = canonical == CanonicalTable::Customers;
    for column in &table.columns {
        let mapped = source.columns.values().any(|name| *name == column.name);
        let kept = source
            .attributes
            .as_ref()
            .is_none_or(|attributes| attributes.contains(&column.name));
        let said = source.personal.contains(&column.name);
        if mapped || !kept || said || !is_personal(column, &Name::new(&column.name)) {
            continue;
        }
        let (name, id) = (&column.name, format!("source.{}.personal", source.id));
        if customers {
            report.warn(
                id,
                bilingual!(
                    "“{name}”像是个人信息，但没有标为 personal",
                    "\"{name}\" looks personal and is not listed under personal"
                ),
                bilingual!(
                    "加进 personal；确实不是的话不必理会",
                    "add it to personal; if it is not personal, leave it"
                ),
            );
        } else {
            report.fail(
                id,
                bilingual!(
                    "“{name}”像是个人信息，会随快照存入数据湖",
                    "\"{name}\" looks personal and would be stored with the snapshots"
                ),
                bilingual!(
                    "写出 attributes，不含这一列；个人信息只存放在 customers 中",
                    "write attributes without it; personal fields are kept in customers alone"
                ),
            );
        }
    }
}

/// Whether mapped columns hold what the canonical ones do.
fn values(source: &SourceSpec, table: &Table, report: &mut DoctorReport) {
    let Some(canonical) = CanonicalTable::parse(&source.table) else {
        return;
    };
    for field in canonical.fields() {
        let Some(column) = source.columns.get(field.name).and_then(|name| table.column(name)) else {
            continue;
        };
        let (name, id) = (&column.name, format!("source.{}.{}", source.id, field.name));
        if column.missing == table.rows {
            let text = bilingual!("“{name}”整列为空", "\"{name}\" is blank in every row");
            let remedy = bilingual!("换一列，或删去这一行映射", "map another column, or remove the line");
            if field.required {
                report.fail(id, text, remedy);
            } else {
                report.warn(id, text, remedy);
            }
            continue;
        }
        match field.kind {
            FieldType::Instant | FieldType::Day => {
                if let Err(refusal) = rhythm::instants(column, rhythm::date_order(source)) {
                    report.refused(id, &refusal.in_file(source.id.as_str()));
                    continue;
                }
            }
            FieldType::Money | FieldType::Number if !matches!(column.values, Values::Number(_)) => {
                let value = (0..table.rows)
                    .find_map(|row| column.text_at(row))
                    .unwrap_or_default()
                    .into_owned();
                report.fail(
                    id,
                    bilingual!(
                        "“{name}”不是数字列，例如“{value}”",
                        "\"{name}\" does not hold numbers, e.g. \"{value}\""
                    ),
                    bilingual!("换一列，或在来源中改正", "map another column, or correct the source"),
                );
                continue;
            }
            _ => {}
        }
        let share = column.missing as f64 / table.rows.max(1) as f64;
        if field.required && share > 0.01 {
            let (missing, percent) = (column.missing, share * 100.0);
            report.warn(
                id,
                bilingual!(
                    "“{name}”有 {missing} 行（{percent:.1}%）为空：这些行会被拒收",
                    "\"{name}\" is blank in {missing} rows ({percent:.1} %): these will be rejected"
                ),
                bilingual!(
                    "在来源中补齐；被拒的行会计数并保留在 rejects 表",
                    "fill it in the source; rejected rows are counted and kept in the table rejects"
                ),
            );
        }
    }
}

/// Kinds that a definition names.
pub(crate) fn named_kinds(counts: &Counts) -> impl Iterator<Item = &String> {
    counts.kinds.iter().chain(&counts.not_kinds)
}
