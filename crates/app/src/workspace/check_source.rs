//! Whether each `[[source]]` says where its rows are and what they become.

use std::collections::BTreeSet;

use holdfast_domain::bilingual;
use holdfast_domain::canonical::{CanonicalTable, FieldType};
use holdfast_domain::day::Day;
use holdfast_domain::source::SourceSpec;

use super::check::{id, twice};
use super::check_attributes::{attributes, personal_columns};
use super::check_database::database;
use super::config::WorkspaceConfig;
use super::places::Places;
use crate::columns::find::nearest;

/// Checks all sources.
pub(crate) fn all(config: &WorkspaceConfig, places: &mut Places) {
    // A column that is personal in one source is personal wherever it occurs (DESIGN, invariant 6).
    let personal: BTreeSet<&str> = config
        .sources_of(CanonicalTable::Customers.name())
        .flat_map(|source| source.personal.iter().map(String::as_str))
        .collect();
    let mut earlier: Vec<&str> = Vec::new();
    for (index, source) in config.sources.iter().enumerate() {
        let path = format!("source[{index}]");
        id(&source.id, &earlier, &format!("{path}.id"), places);
        earlier.push(&source.id);
        origin(source, &path, places);
        let Some(table) = CanonicalTable::parse(&source.table) else {
            unknown_table(source, &path, places);
            continue;
        };
        columns(source, table, &path, places);
        amount(source, table, &path, places);
        attributes(source, table, &path, places);
        personal_columns(source, table, &personal, &path, places);
    }
}

fn unknown_table(source: &SourceSpec, path: &str, places: &mut Places) {
    let names = CanonicalTable::ALL.map(CanonicalTable::name);
    let near = nearest(names.into_iter(), &source.table)
        .first()
        .copied()
        .unwrap_or_default();
    let names = names.join(", ");
    places.add(
        &format!("{path}.table"),
        "config-unknown-table",
        Some(&source.table),
        bilingual!("没有这张标准表", "there is no such canonical table"),
        bilingual!(
            "可用：{names}；最接近的是 {near}",
            "choose one of {names}; the nearest is {near}"
        ),
    );
}

/// Files or a database, not both, not neither.
fn origin(source: &SourceSpec, path: &str, places: &mut Places) {
    match (&source.database, source.files.is_empty()) {
        (None, true) => places.add(
            path,
            "config-no-origin",
            Some(&source.id),
            bilingual!("既没有 files 也没有 database", "there are neither files nor a database"),
            bilingual!(
                "写 files = [\"data/*.csv\"] 或 database = {{ url = …, relation = … }}",
                "write files = [\"data/*.csv\"] or database = {{ url = …, relation = … }}"
            ),
        ),
        (Some(_), false) => places.add(
            &format!("{path}.database"),
            "config-two-origins",
            Some(&source.id),
            bilingual!("files 和 database 只能有一个", "files and database exclude each other"),
            bilingual!(
                "删去一个，或分成两个 [[source]]",
                "remove one, or make two [[source]] of it"
            ),
        ),
        (Some(spec), true) => database(spec, source, path, places),
        (None, false) => {}
    }
    for (index, pattern) in source.files.iter().enumerate() {
        if pattern.trim().is_empty() || pattern.contains('\0') || pattern.contains("://") {
            places.add(
                &format!("{path}.files[{index}]"),
                "config-bad-path",
                Some(pattern),
                bilingual!("不是文件路径", "this is not the path of a file"),
                bilingual!(
                    "写文件、文件夹或带 * 的路径；数据库写在 database 中",
                    "write a file, a folder or a path with *; a database goes into database"
                ),
            );
        } else if source.files[..index].contains(pattern) {
            twice(&format!("{path}.files[{index}]"), pattern, places);
        }
    }
    if let Some(delimiter) = source
        .delimiter
        .filter(|d| !d.is_ascii() || matches!(d, '"' | '\r' | '\n' | '\0'))
    {
        places.add(
            &format!("{path}.delimiter"),
            "config-wrong-value",
            Some(&delimiter.to_string()),
            bilingual!("这个字符不能作分隔符", "this character cannot be a delimiter"),
            bilingual!(
                "用一个 ASCII 字符，如 , ; | 或 \\t",
                "use one ASCII character such as , ; | or \\t"
            ),
        );
    }
}

/// Mapped columns exist in the table, required ones are mapped or constant.
fn columns(source: &SourceSpec, table: CanonicalTable, path: &str, places: &mut Places) {
    for (part, mapping) in [("columns", &source.columns), ("constants", &source.constants)] {
        for (canonical, value) in mapping {
            let here = format!("{path}.{part}.{canonical}");
            if table.field(canonical).is_none() {
                let near = nearest(table.fields().iter().map(|field| field.name), canonical).join(", ");
                let name = table.name();
                places.add(
                    &here,
                    "config-unknown-column",
                    Some(value),
                    bilingual!(
                        "标准表 {name} 没有“{canonical}”列",
                        "the canonical table {name} has no column \"{canonical}\""
                    ),
                    bilingual!(
                        "等号左边写标准列名；最接近的：{near}；其他列写进 attributes",
                        "the canonical column stands left of the equals sign; nearest: {near}; other columns go into attributes"
                    ),
                );
            } else if value.trim().is_empty() {
                places.add(
                    &here,
                    "config-empty",
                    None,
                    bilingual!("没有写来源的列或值", "no column or value is given"),
                    bilingual!("写上，或删去这一行", "write it, or remove the line"),
                );
            }
        }
    }
    for (canonical, value) in &source.constants {
        constant(source, table, canonical, value, path, places);
    }
    let given = |name: &str| source.columns.contains_key(name) || source.constants.contains_key(name);
    for field in table
        .fields()
        .iter()
        .filter(|field| field.required && !given(field.name))
    {
        let (name, zh, en) = (field.name, field.zh, field.en);
        places.add(
            &format!("{path}.columns"),
            "config-required-column",
            Some(&source.id),
            bilingual!(
                "缺少必需的列“{name}”（{zh}）",
                "the required column \"{name}\" is missing ({en})"
            ),
            bilingual!(
                "写 {name} = \"来源中的列名\"，或放进 constants",
                "write {name} = \"column of the source\", or put it into constants"
            ),
        );
    }
}

fn constant(source: &SourceSpec, table: CanonicalTable, canonical: &str, value: &str, path: &str, places: &mut Places) {
    let here = format!("{path}.constants.{canonical}");
    if source.columns.contains_key(canonical) {
        places.add(
            &here,
            "config-mapped-and-constant",
            Some(value),
            bilingual!("columns 里已经有这一列", "the column is mapped in columns too"),
            bilingual!("留下一个", "keep one of the two"),
        );
    }
    if canonical == "customer_id" {
        places.add(
            &here,
            "config-constant-customer",
            Some(value),
            bilingual!("所有行不可能是同一个客户", "not every row can be of the same customer"),
            bilingual!(
                "在 columns 里写客户编号的列",
                "name the customer id's column in columns"
            ),
        );
    }
    let fits = match table.field(canonical).map(|field| field.kind) {
        Some(FieldType::Day) => Day::parse_iso(value).is_some(),
        Some(FieldType::Instant) => value.get(..10).is_some_and(|day| Day::parse_iso(day).is_some()),
        Some(FieldType::Money | FieldType::Number) => value.trim().parse::<f64>().is_ok_and(f64::is_finite),
        _ => true,
    };
    if !fits {
        places.add(
            &here,
            "config-constant-kind",
            Some(value),
            bilingual!("值不符合这一列的类型", "the value does not fit the column"),
            bilingual!(
                "日期写 2024-01-05，数字写 12.5",
                "write dates as 2024-01-05 and numbers as 12.5"
            ),
        );
    }
}

fn amount(source: &SourceSpec, table: CanonicalTable, path: &str, places: &mut Places) {
    let Some(from) = &source.amount_from else { return };
    let here = format!("{path}.amount_from");
    if table != CanonicalTable::Events {
        places.add(
            &here,
            "config-amount-from",
            None,
            bilingual!("只有 events 才有 数量 × 单价", "only events have quantity × price"),
            bilingual!("删去 amount_from", "remove amount_from"),
        );
    } else if source.columns.contains_key("amount") || source.constants.contains_key("amount") {
        places.add(
            &here,
            "config-amount-twice",
            None,
            bilingual!("amount 已经有了来源", "amount has a column already"),
            bilingual!(
                "留下 columns 中的 amount 或 amount_from",
                "keep either amount in columns or amount_from"
            ),
        );
    }
    for (key, column) in [("quantity", &from.quantity), ("unit_price", &from.unit_price)] {
        if column.trim().is_empty() {
            places.add(
                &format!("{here}.{key}"),
                "config-empty",
                None,
                bilingual!("没有写列名", "no column is given"),
                bilingual!("写来源中的列名", "name a column of the source"),
            );
        }
    }
}
