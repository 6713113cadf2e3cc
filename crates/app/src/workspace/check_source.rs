//! Whether each `[[source]]` says where its rows are and what they become.

use std::collections::BTreeSet;

use holdfast_domain::bilingual;
use holdfast_domain::canonical::{CanonicalTable, FieldType};
use holdfast_domain::day::Day;
use holdfast_domain::source::{DatabaseSpec, SourceSpec};

use super::check::{id, twice};
use super::config::WorkspaceConfig;
use super::places::Places;
use crate::analyze::understand::names::Name;
use crate::analyze::understand::personal::named_so;
use crate::columns::find::nearest;

/// Columns that the lake adds to every table.
pub(crate) const RESERVED: [&str; 2] = ["customer_key", "batch_id"];

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
    let near = nearest(names.into_iter(), &source.table).first().copied().unwrap_or_default();
    let names = names.join(", ");
    places.add(
        &format!("{path}.table"),
        "config-unknown-table",
        Some(&source.table),
        bilingual!("没有这张标准表", "there is no such canonical table"),
        bilingual!("可用：{names}；最接近的是 {near}", "choose one of {names}; the nearest is {near}"),
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
            bilingual!("删去一个，或分成两个 [[source]]", "remove one, or make two [[source]] of it"),
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
    if let Some(delimiter) = source.delimiter.filter(|d| !d.is_ascii() || matches!(d, '"' | '\r' | '\n' | '\0')) {
        places.add(
            &format!("{path}.delimiter"),
            "config-wrong-value",
            Some(&delimiter.to_string()),
            bilingual!("这个字符不能作分隔符", "this character cannot be a delimiter"),
            bilingual!("用一个 ASCII 字符，如 , ; | 或 \\t", "use one ASCII character such as , ; | or \\t"),
        );
    }
}

fn database(spec: &DatabaseSpec, source: &SourceSpec, path: &str, places: &mut Places) {
    let path = format!("{path}.database");
    let known = ["postgres://", "postgresql://", "mysql://", "mariadb://"];
    let rest = known.iter().find_map(|scheme| spec.url.strip_prefix(scheme));
    match rest {
        None => places.add(
            &format!("{path}.url"),
            "config-bad-url",
            // Not shown: an address of another kind may hold a password.
            None,
            bilingual!("不是 PostgreSQL 或 MySQL 的地址", "not the address of a PostgreSQL or MySQL server"),
            bilingual!(
                "写 postgres://用户@主机:5432/库 或 mysql://用户@主机:3306/库",
                "write postgres://user@host:5432/database or mysql://user@host:3306/database"
            ),
        ),
        Some(rest) => {
            let user = rest.split('/').next().unwrap_or_default().rsplit_once('@').map_or("", |(user, _)| user);
            if user.contains(':') || spec.url.contains("password=") {
                places.add(
                    &format!("{path}.url"),
                    "config-password",
                    None,
                    bilingual!("地址里写了密码", "there is a password in the address"),
                    bilingual!(
                        "从地址中删去密码，放进环境变量，并写 password_env = \"变量名\"",
                        "remove it, put it into an environment variable and name that with password_env = \"NAME\""
                    ),
                );
            }
        }
    }
    if spec.relation.is_some() == spec.query.is_some() {
        places.add(
            &path,
            "config-relation-or-query",
            None,
            bilingual!("relation 和 query 要有且只有一个", "there must be either a relation or a query"),
            bilingual!(
                "写 relation = \"orders\" 或 query = \"SELECT …\"",
                "write relation = \"orders\" or query = \"SELECT …\""
            ),
        );
    }
    let begins = |query: &str| {
        let first = query.trim_start().split_whitespace().next().unwrap_or_default();
        first.eq_ignore_ascii_case("select") || first.eq_ignore_ascii_case("with")
    };
    if let Some(query) = spec.query.as_deref().filter(|query| !begins(query)) {
        places.add(
            &format!("{path}.query"),
            "config-not-a-select",
            Some(query),
            bilingual!("只能读：查询应以 SELECT 或 WITH 开头", "a query only reads: it begins with SELECT or WITH"),
            bilingual!("改写为 SELECT", "write a SELECT"),
        );
    }
    let is_variable = |name: &str| {
        name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && name.bytes().next().is_some_and(|b| !b.is_ascii_digit())
    };
    if spec.password_env.as_deref().is_some_and(|name| !is_variable(name)) {
        places.add(
            &format!("{path}.password_env"),
            "config-bad-variable",
            // Not shown: it may be the password itself.
            None,
            bilingual!(
                "应是环境变量的名字，不是密码本身",
                "this should be the name of an environment variable, not the password"
            ),
            bilingual!("写变量名，如 SHOP_DB_PASSWORD", "write a name such as SHOP_DB_PASSWORD"),
        );
    }
    let file_only = [
        ("encoding", source.encoding.is_some()),
        ("delimiter", source.delimiter.is_some()),
        ("sheet", source.sheet.is_some()),
    ];
    let parent = path.trim_end_matches(".database");
    for (key, _) in file_only.into_iter().filter(|(_, given)| *given) {
        places.add(
            &format!("{parent}.{key}"),
            "config-file-only",
            None,
            bilingual!("{key} 只用于文件", "{key} is about files"),
            bilingual!("删去它", "remove it"),
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
    for field in table.fields().iter().filter(|field| field.required && !given(field.name)) {
        let (name, zh, en) = (field.name, field.zh, field.en);
        places.add(
            &format!("{path}.columns"),
            "config-required-column",
            Some(&source.id),
            bilingual!("缺少必需的列“{name}”（{zh}）", "the required column \"{name}\" is missing ({en})"),
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
            bilingual!("在 columns 里写客户编号的列", "name the customer id's column in columns"),
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
            bilingual!("日期写 2024-01-05，数字写 12.5", "write dates as 2024-01-05 and numbers as 12.5"),
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
            bilingual!("留下 columns 中的 amount 或 amount_from", "keep either amount in columns or amount_from"),
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

fn attributes(source: &SourceSpec, table: CanonicalTable, path: &str, places: &mut Places) {
    let Some(attributes) = &source.attributes else { return };
    if !table.has_attributes() {
        let name = table.name();
        places.add(
            &format!("{path}.attributes"),
            "config-no-attributes",
            None,
            bilingual!("{name} 没有附加属性", "{name} have no attributes"),
            bilingual!(
                "删去 attributes；属性只在 customers 和 snapshots 中",
                "remove attributes; only customers and snapshots have any"
            ),
        );
        return;
    }
    for (index, name) in attributes.iter().enumerate() {
        let here = format!("{path}.attributes[{index}]");
        if attributes[..index].contains(name) {
            twice(&here, name, places);
        }
        let own = source.columns.get(name) == Some(name);
        if name.trim().is_empty() || RESERVED.contains(&name.as_str()) || (table.field(name).is_some() && !own) {
            places.add(
                &here,
                "config-reserved-attribute",
                Some(name),
                bilingual!("这个名字是标准列的名字", "this is the name of a canonical column"),
                bilingual!(
                    "在 columns 里写 {name} = \"{name}\"，或在来源中改名",
                    "map it in columns ({name} = \"{name}\"), or rename it in the source"
                ),
            );
        }
    }
}

fn personal_columns(
    source: &SourceSpec,
    table: CanonicalTable,
    elsewhere: &BTreeSet<&str>,
    path: &str,
    places: &mut Places,
) {
    if table != CanonicalTable::Customers {
        if !source.personal.is_empty() {
            not_here(&format!("{path}.personal"), None, places);
        }
        for (index, name) in source.attributes.iter().flatten().enumerate() {
            if elsewhere.contains(name.as_str()) || named_so(&Name::new(name)) {
                not_here(&format!("{path}.attributes[{index}]"), Some(name), places);
            }
        }
        for (canonical, column) in source.columns.iter().filter(|(canonical, _)| *canonical != "customer_id") {
            if elsewhere.contains(column.as_str()) {
                not_here(&format!("{path}.columns.{canonical}"), Some(column), places);
            }
        }
        return;
    }
    for (index, name) in source.personal.iter().enumerate() {
        let here = format!("{path}.personal[{index}]");
        if source.personal[..index].contains(name) {
            twice(&here, name, places);
        }
        let mapped = source.columns.values().any(|column| column == name);
        let listed = source.attributes.as_ref().is_none_or(|attributes| attributes.contains(name));
        if mapped || !listed {
            let near = nearest(source.attributes.iter().flatten().map(String::as_str), name).join(", ");
            places.add(
                &here,
                "config-personal-not-attribute",
                Some(name),
                bilingual!(
                    "个人信息必须是 attributes 中的列，不能映射到标准列",
                    "a personal field must be one of the attributes and cannot be a canonical column"
                ),
                bilingual!(
                    "把它加进 attributes，并从 columns 中删去；最接近的属性：{near}",
                    "add it to attributes and remove it from columns; nearest attribute: {near}"
                ),
            );
        }
    }
}

fn not_here(path: &str, value: Option<&str>, places: &mut Places) {
    places.add(
        path,
        "config-personal-elsewhere",
        value,
        bilingual!(
            "个人信息只能存放在 customers 中",
            "personal fields may be kept in customers alone"
        ),
        bilingual!(
            "从这里删去，在 table = \"customers\" 的来源中列为 attributes 和 personal",
            "remove it here and list it under attributes and personal of a source with table = \"customers\""
        ),
    );
}
