//! From the text of `holdfast.toml` to a checked configuration.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check;
use super::config::WorkspaceConfig;
use super::industry::Industry;
use super::keys::{Key, ROOT, Shape};
use super::places::Places;
use crate::columns::find::nearest;

/// Reads and checks the text; `file` is what the user calls it.
///
/// # Errors
/// The first problem in the file, with line, key, value and remedy: not TOML, an unknown or missing key, a value of the wrong
/// kind, or a meaning that does not hold together.
pub fn parse(text: &str, file: &str) -> Result<WorkspaceConfig, Refusal> {
    parse_all(text, file).map_err(|problems| {
        problems.into_iter().next().unwrap_or_else(|| {
            let reason = "no reason given";
            unread(file, 1, reason)
        })
    })
}

/// [`parse`] with every problem there is, by line. Problems of meaning are only looked for where keys and kinds are right.
///
/// # Errors
/// At least one problem.
pub fn parse_all(text: &str, file: &str) -> Result<WorkspaceConfig, Vec<Refusal>> {
    // Editors on Windows begin a file with a byte-order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut places = Places::new(file, text);
    let document = DeTable::parse(text).map_err(|error| vec![not_toml(&error, &places, file)])?;
    table(document.get_ref(), ROOT, "", &mut places);
    if !places.is_clean() {
        return Err(places.into_problems());
    }
    let config: WorkspaceConfig = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| places.line_of(span.start));
        vec![unread(file, line, error.message())]
    })?;
    check::all(&config, &mut places);
    if places.is_clean() {
        Ok(config)
    } else {
        Err(places.into_problems())
    }
}

fn not_toml(error: &toml::de::Error, places: &Places, file: &str) -> Refusal {
    let reason = error.message();
    let line = error.span().map_or(1, |span| places.line_of(span.start));
    Refusal::new(
        "config-not-toml",
        bilingual!("不是合法的 TOML：{reason}", "not valid TOML: {reason}"),
        bilingual!(
            "检查这一行：文字要加引号，列表用 [\"…\", \"…\"]，表头用 [[source]]",
            "check this line: texts stand in quotes, lists in [\"…\", \"…\"], headings are [[source]]"
        ),
    )
    .in_file(file)
    .at_row(line)
}

fn unread(file: &str, line: u64, reason: &str) -> Refusal {
    Refusal::new(
        "config-not-read",
        bilingual!("读不懂：{reason}", "cannot be understood: {reason}"),
        bilingual!(
            "对照 docs/guide/workspace.zh-CN.md 改正",
            "compare with docs/guide/workspace.md"
        ),
    )
    .in_file(file)
    .at_row(line)
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// Checks a table's keys and their values.
fn table(table: &DeTable, keys: &[Key], path: &str, places: &mut Places) {
    for (name, value) in table {
        let here = join(path, name.get_ref());
        places.note(&here, name.span().start);
        match keys.iter().find(|key| key.name == name.get_ref().as_ref()) {
            Some(key) => shape(value, &key.shape, &here, places),
            None => unknown(&here, name.get_ref(), keys.iter().map(|key| key.name), places),
        }
    }
    for key in keys.iter().filter(|key| key.required && !table.contains_key(key.name)) {
        let name = key.name;
        places.add(
            &join(path, name),
            "config-missing-key",
            None,
            bilingual!("缺少“{name}”", "\"{name}\" is missing"),
            bilingual!("补上 {name} = …", "add {name} = …"),
        );
    }
}

fn unknown<'a>(path: &str, name: &str, known: impl Iterator<Item = &'a str>, places: &mut Places) {
    let near = nearest(known, name).join(", ");
    places.add(
        path,
        "config-unknown-key",
        None,
        bilingual!("没有“{name}”这个键", "there is no key \"{name}\""),
        bilingual!(
            "删去它，或改成最接近的：{near}",
            "remove it, or use the nearest: {near}"
        ),
    );
}

/// Checks one value.
fn shape(value: &Spanned<DeValue>, wanted: &Shape, path: &str, places: &mut Places) {
    let span = value.span();
    let value = value.get_ref();
    match (wanted, value) {
        (Shape::Text, DeValue::String(_)) | (Shape::Flag, DeValue::Boolean(_)) => {}
        (Shape::Number, DeValue::Integer(_) | DeValue::Float(_)) => {}
        (Shape::Char, DeValue::String(text)) if text.chars().count() == 1 => {}
        (Shape::Whole(least, most), DeValue::Integer(number)) => {
            let read = i64::from_str_radix(number.as_str(), number.radix());
            if !read.is_ok_and(|number| (*least..=*most).contains(&number)) {
                wrong(path, places.written(span), &Expected::Whole(*least, *most), places);
            }
        }
        (Shape::Texts | Shape::SomeOf(_), DeValue::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                let here = format!("{path}[{index}]");
                places.note(&here, item.span().start);
                match wanted {
                    Shape::SomeOf(known) => shape(item, &Shape::OneOf(known), &here, places),
                    _ => shape(item, &Shape::Text, &here, places),
                }
            }
        }
        (Shape::OneOf(known), DeValue::String(text)) => {
            if !known.contains(&text.as_ref()) {
                wrong(path, text, &Expected::OneOf(known), places);
            }
        }
        (Shape::Table(keys), DeValue::Table(found)) => table(found, keys, path, places),
        (Shape::Tables(keys), DeValue::Array(items)) => {
            each_table(items, path, places, |found, here, places| {
                table(found, keys, here, places)
            });
        }
        (Shape::Kinds(kinds), DeValue::Array(items)) => {
            each_table(items, path, places, |found, here, places| {
                kind(found, kinds, here, places)
            });
        }
        (Shape::Any(inner), DeValue::Table(found)) => {
            for (name, value) in found {
                let here = join(path, name.get_ref());
                places.note(&here, name.span().start);
                shape(value, inner, &here, places);
            }
        }
        (Shape::ByIndustry(inner), DeValue::Table(found)) => {
            for (name, value) in found {
                let here = join(path, name.get_ref());
                places.note(&here, name.span().start);
                if Industry::NAMES.contains(&name.get_ref().as_ref()) {
                    shape(value, inner, &here, places);
                } else {
                    unknown(&here, name.get_ref(), Industry::NAMES.into_iter(), places);
                }
            }
        }
        _ => wrong(path, places.written(span), &Expected::of(wanted), places),
    }
}

fn each_table(
    items: &[Spanned<DeValue>],
    path: &str,
    places: &mut Places,
    check: impl Fn(&DeTable, &str, &mut Places),
) {
    for (index, item) in items.iter().enumerate() {
        let here = format!("{path}[{index}]");
        places.note(&here, item.span().start);
        match item.get_ref() {
            DeValue::Table(found) => check(found, &here, places),
            _ => wrong(&here, places.written(item.span()), &Expected::Tables, places),
        }
    }
}

/// A churn definition: its kind decides its keys.
fn kind(found: &DeTable, kinds: &[(&'static str, &'static [Key])], path: &str, places: &mut Places) {
    let said = found.get("kind").and_then(|kind| kind.get_ref().as_str());
    if let Some((_, keys)) = kinds.iter().find(|(name, _)| Some(*name) == said) {
        return table(found, keys, path, places);
    }
    let here = join(path, "kind");
    let names: Vec<&str> = kinds.iter().map(|(name, _)| *name).collect();
    if let Some((name, _)) = found.get_key_value("kind") {
        places.note(&here, name.span().start);
    }
    match said {
        Some(said) => wrong(&here, said, &Expected::OneOf(&names), places),
        None => {
            let names = names.join(", ");
            places.add(
                &here,
                "config-missing-key",
                None,
                bilingual!("缺少“kind”", "\"kind\" is missing"),
                bilingual!("写明流失的判定方式：{names}", "say what kind of churn it is: {names}"),
            );
        }
    }
}

/// What a value should have been.
enum Expected<'a> {
    Text,
    Char,
    Whole(i64, i64),
    Number,
    Flag,
    Texts,
    OneOf(&'a [&'a str]),
    Table,
    Tables,
}

impl<'a> Expected<'a> {
    fn of(shape: &'a Shape) -> Self {
        match shape {
            Shape::Text => Self::Text,
            Shape::Char => Self::Char,
            Shape::Whole(least, most) => Self::Whole(*least, *most),
            Shape::Number => Self::Number,
            Shape::Flag => Self::Flag,
            Shape::Texts | Shape::SomeOf(_) => Self::Texts,
            Shape::OneOf(known) => Self::OneOf(known),
            Shape::Table(_) | Shape::Any(_) | Shape::ByIndustry(_) => Self::Table,
            Shape::Tables(_) | Shape::Kinds(_) => Self::Tables,
        }
    }
}

fn wrong(path: &str, written: &str, expected: &Expected, places: &mut Places) {
    let key = path.rsplit('.').next().unwrap_or(path);
    let key = key.split('[').next().unwrap_or(key);
    let (problem, remedy) = match expected {
        Expected::Text => (
            bilingual!("应是文字", "this should be a text"),
            bilingual!("加上引号：{key} = \"…\"", "put it in quotes: {key} = \"…\""),
        ),
        Expected::Char => (
            bilingual!("应是一个字符", "this should be one character"),
            bilingual!("例如 {key} = \";\" 或 \"\\t\"", "for example {key} = \";\" or \"\\t\""),
        ),
        Expected::Whole(least, most) => (
            bilingual!(
                "应是 {least} 到 {most} 的整数",
                "this should be a whole number from {least} to {most}"
            ),
            bilingual!("写成不带引号的整数", "write a whole number without quotes"),
        ),
        Expected::Number => (
            bilingual!("应是数字", "this should be a number"),
            bilingual!("写成不带引号的数字", "write a number without quotes"),
        ),
        Expected::Flag => (
            bilingual!("应是 true 或 false", "this should be true or false"),
            bilingual!("写成不带引号的 true 或 false", "write true or false without quotes"),
        ),
        Expected::Texts => (
            bilingual!("应是文字的列表", "this should be a list of texts"),
            bilingual!("写成 {key} = [\"…\", \"…\"]", "write {key} = [\"…\", \"…\"]"),
        ),
        Expected::OneOf(known) => {
            let near = nearest(known.iter().copied(), written)
                .first()
                .copied()
                .unwrap_or_default();
            let known = known.join(", ");
            (
                bilingual!("没有这个取值", "there is no such value"),
                bilingual!(
                    "可用：{known}；最接近的是 {near}",
                    "choose one of {known}; the nearest is {near}"
                ),
            )
        }
        Expected::Table => (
            bilingual!("应是一组键", "this should be a table of keys"),
            bilingual!("写成 {key} = {{ … = … }}", "write {key} = {{ … = … }}"),
        ),
        Expected::Tables => (
            bilingual!("应是一组 [[{key}]]", "this should be [[{key}]] tables"),
            bilingual!(
                "每一项以 [[{key}]] 开头，用两层方括号",
                "begin each with [[{key}]], in double brackets"
            ),
        ),
    };
    let value = match expected {
        Expected::Table | Expected::Tables => written.lines().next().unwrap_or_default(),
        _ => written,
    };
    places.add(path, "config-wrong-value", Some(value), problem, remedy);
}
