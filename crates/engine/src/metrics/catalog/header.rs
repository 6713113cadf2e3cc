//! Reads a metric file: a header of `-- key: value` lines, then one SELECT.

use std::collections::BTreeMap;

use holdfast_domain::bilingual;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::metric::{Additivity, Direction, IntervalKind, Metric, Unit};
use crate::metrics::sql;

/// Every key a header may have; those with `true` must be there.
const KEYS: [(&str, bool); 19] = [
    ("id", true),
    ("version", true),
    ("name.zh", true),
    ("name.en", true),
    ("unit", true),
    ("parts", false),
    ("definition.zh", true),
    ("definition.en", true),
    ("numerator.zh", true),
    ("numerator.en", true),
    ("denominator.zh", false),
    ("denominator.en", false),
    ("direction", true),
    ("additivity", true),
    ("interval", false),
    ("family", true),
    ("grains", false),
    ("keys", false),
    ("needs", false),
];

/// The header's lines and where each stands.
struct Header<'a> {
    file: &'a str,
    values: BTreeMap<&'a str, (u64, &'a str)>,
}

/// Reads a metric file; `file` is its name in messages.
///
/// # Errors
/// `bad-metric-header` names file, line and value; `bad-metric-sql` what is not one SELECT.
pub fn parse(file: &str, text: &str, built_in: bool) -> Result<Metric, Refusal> {
    let (header, sql, sql_line) = split(file, text)?;
    let denominator = match (header.text("denominator.zh"), header.text("denominator.en")) {
        (None, None) => None,
        (Some(zh), Some(en)) => Some(Bilingual::new(zh, en)),
        (zh, _) => {
            return Err(header.missing(if zh.is_some() {
                "denominator.en"
            } else {
                "denominator.zh"
            }));
        }
    };
    let interval = header.word("interval", IntervalKind::parse, IntervalKind::WORDS)?;
    let mut metric = Metric {
        id: header.identifier("id")?,
        version: header.version()?,
        name: header.both("name.zh", "name.en")?,
        unit: header.needed_word("unit", Unit::parse, Unit::WORDS)?,
        parts: header.word("parts", Unit::parse, Unit::WORDS)?,
        definition: header.both("definition.zh", "definition.en")?,
        numerator: header.both("numerator.zh", "numerator.en")?,
        denominator,
        direction: header.needed_word("direction", Direction::parse, Direction::WORDS)?,
        additivity: header.needed_word("additivity", Additivity::parse, Additivity::WORDS)?,
        interval: interval.unwrap_or(IntervalKind::None),
        family: header.identifier("family")?,
        grains: header.grains()?,
        keys: header.names("keys")?,
        needs: Vec::new(),
        built_in,
        file: file.to_owned(),
        sql: sql.to_owned(),
    };
    header.agrees(&metric)?;
    let found = sql::tables(file, sql_line, sql, &metric.keys)?;
    let mut declared = header.names("needs")?;
    declared.sort();
    if !declared.is_empty() && declared != found {
        let found = found.join(", ");
        return Err(header.refuse(
            "needs",
            bilingual!("SQL 实际读取的是 {found}", "the SQL reads {found}"),
            bilingual!(
                "写 needs: {found}，或删去这一行",
                "write needs: {found}, or leave the line out"
            ),
        ));
    }
    metric.needs = found;
    Ok(metric)
}

/// Header, body, and the line the body starts on.
fn split<'a>(file: &'a str, text: &'a str) -> Result<(Header<'a>, &'a str, u64), Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut header = Header {
        file,
        values: BTreeMap::new(),
    };
    let mut rest = text;
    let mut line_number = 0;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let trimmed = line.trim();
        if !trimmed.is_empty() && !trimmed.starts_with("--") {
            break;
        }
        line_number += 1;
        rest = after;
        if !trimmed.is_empty() {
            header.take(line_number, trimmed.trim_start_matches('-').trim())?;
        }
    }
    for (key, required) in KEYS {
        if required && !header.values.contains_key(key) {
            return Err(header.missing(key));
        }
    }
    Ok((header, rest.trim_end(), line_number + 1))
}

impl<'a> Header<'a> {
    fn take(&mut self, line: u64, text: &'a str) -> Result<(), Refusal> {
        let known = || KEYS.map(|(key, _)| key).join(", ");
        let place = |problem: Bilingual| {
            let known = known();
            Refusal::new(
                "bad-metric-header",
                problem,
                bilingual!(
                    "文件开头的每一行写成“-- 键: 值”；键有 {known}；其他注释写在 SELECT 之后",
                    "write each line at the top as \"-- key: value\"; keys are {known}; other comments go below SELECT"
                ),
            )
            .in_file(self.file)
            .at_row(line)
            .with_value(text)
        };
        let Some((key, value)) = text.split_once(':') else {
            return Err(place(Bilingual::new("不是“键: 值”", "not \"key: value\"")));
        };
        let Some((key, _)) = KEYS.into_iter().find(|(known, _)| *known == key.trim()) else {
            return Err(place(Bilingual::new("没有这个键", "there is no such key")));
        };
        let value = value.trim();
        if value.is_empty() {
            return Err(place(Bilingual::new("值是空的", "the value is empty")));
        }
        if self.values.contains_key(key) {
            return Err(place(Bilingual::new("这个键写了两次", "this key is given twice")));
        }
        self.values.insert(key, (line, value));
        Ok(())
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.values.get(key).map(|&(_, value)| value)
    }

    fn missing(&self, key: &str) -> Refusal {
        Refusal::new(
            "bad-metric-header",
            bilingual!("文件头缺少 {key}", "the header lacks {key}"),
            bilingual!("在文件开头加一行“-- {key}: …”", "add a line \"-- {key}: …\" at the top"),
        )
        .in_file(self.file)
    }

    fn refuse(&self, key: &str, problem: Bilingual, remedy: Bilingual) -> Refusal {
        let refusal = Refusal::new("bad-metric-header", problem, remedy)
            .in_file(self.file)
            .in_column(key);
        match self.values.get(key) {
            Some((line, value)) => refusal.at_row(*line).with_value(value),
            None => refusal,
        }
    }

    fn needed(&self, key: &str) -> Result<&'a str, Refusal> {
        self.text(key).ok_or_else(|| self.missing(key))
    }

    fn both(&self, zh: &str, en: &str) -> Result<Bilingual, Refusal> {
        Ok(Bilingual::new(self.needed(zh)?, self.needed(en)?))
    }

    fn identifier(&self, key: &str) -> Result<String, Refusal> {
        let value = self.needed(key)?;
        if is_identifier(value) {
            return Ok(value.to_owned());
        }
        Err(self.refuse(
            key,
            Bilingual::new("不是合适的标识", "not an identifier"),
            Bilingual::new(
                "只用小写字母、数字和下划线，以字母开头，不超过 63 个字符",
                "use lower-case letters, digits and _ only, a letter first, at most 63 characters",
            ),
        ))
    }

    fn version(&self) -> Result<u32, Refusal> {
        let number = self
            .needed("version")?
            .parse::<u32>()
            .ok()
            .filter(|&version| version > 0);
        number.ok_or_else(|| {
            self.refuse(
                "version",
                Bilingual::new("不是正整数", "not a whole number above 0"),
                Bilingual::new(
                    "从 1 开始，含义改变时加 1",
                    "begin with 1 and add 1 when the meaning changes",
                ),
            )
        })
    }

    fn word<T>(&self, key: &str, parse: fn(&str) -> Option<T>, words: &[&str]) -> Result<Option<T>, Refusal> {
        let Some(value) = self.text(key) else { return Ok(None) };
        parse(value).map(Some).ok_or_else(|| {
            let words = words.join(", ");
            self.refuse(
                key,
                Bilingual::new("没有这个取值", "there is no such value"),
                bilingual!("从 {words} 中选一个", "choose one of {words}"),
            )
        })
    }

    fn needed_word<T>(&self, key: &str, parse: fn(&str) -> Option<T>, words: &[&str]) -> Result<T, Refusal> {
        self.word(key, parse, words)?.ok_or_else(|| self.missing(key))
    }

    fn grains(&self) -> Result<Vec<Grain>, Refusal> {
        let Some(list) = self.text("grains") else {
            return Ok(Grain::ALL.to_vec());
        };
        let mut grains = Vec::new();
        for word in list.split(',') {
            let grain = Grain::parse(word)
                .filter(|grain| !grains.contains(grain))
                .ok_or_else(|| {
                    self.refuse(
                        "grains",
                        Bilingual::new("周期写错或重复", "a grain that does not exist or is given twice"),
                        Bilingual::new(
                            "写 day, week, month, quarter, year 中的几个",
                            "list some of day, week, month, quarter, year",
                        ),
                    )
                })?;
            grains.push(grain);
        }
        grains.sort_unstable();
        Ok(grains)
    }

    fn names(&self, key: &str) -> Result<Vec<String>, Refusal> {
        let Some(list) = self.text(key) else {
            return Ok(Vec::new());
        };
        let names: Vec<String> = list.split(',').map(|name| name.trim().to_owned()).collect();
        let repeated = names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
        if repeated || !names.iter().all(|name| is_identifier(name)) {
            return Err(self.refuse(
                key,
                Bilingual::new("不是用逗号分开的名称", "not a list of names"),
                Bilingual::new("写成 a, b，每个名称一次", "write a, b, each name once"),
            ));
        }
        Ok(names)
    }

    /// Checks what two keys say together.
    fn agrees(&self, metric: &Metric) -> Result<(), Refusal> {
        let needs_denominator =
            matches!(metric.unit, Unit::Rate | Unit::Ratio | Unit::Score) || metric.interval != IntervalKind::None;
        if needs_denominator && metric.denominator.is_none() {
            return Err(self.missing("denominator.zh"));
        }
        if metric.denominator.is_some() && matches!(metric.additivity, Additivity::Additive | Additivity::SemiAdditive)
        {
            return Err(self.refuse(
                "additivity",
                Bilingual::new(
                    "有分母的指标不能直接相加",
                    "a metric with a denominator cannot be summed",
                ),
                Bilingual::new("写 ratio 或 none", "write ratio or none"),
            ));
        }
        Ok(())
    }
}

/// Whether a text is lower-case letters, digits and `_`, a letter first, at most 63 bytes.
fn is_identifier(text: &str) -> bool {
    text.len() <= 63
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
