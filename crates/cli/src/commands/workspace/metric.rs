//! `holdfast metric ID` and `holdfast metrics`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::{Ask, list, metric};
use holdfast_domain::lang::Lang;
use serde_json::Value;

use super::import::text;
use super::number::{difference, shown};
use super::place::{Back, Place};
use crate::outcome::or_refusal_as_json;
use crate::terminal::print;
use crate::text_table::TextTable;

/// What is asked of a metric.
#[derive(Args)]
pub struct Asked {
    /// The metric's id; `holdfast metrics` lists them
    id: String,
    /// The churn definition's id [default: the first in holdfast.toml]
    #[arg(long, value_name = "ID")]
    definition: Option<String>,
    /// Length of the periods: day, week, month, quarter, year [default: month]
    #[arg(long, value_name = "LENGTH")]
    period: Option<String>,
    /// Only customers with this value, as dimension=value; several are all required
    #[arg(long = "where", value_name = "DIM=VALUE")]
    filters: Vec<String>,
    #[command(flatten)]
    pub place: Place,
    #[command(flatten)]
    back: Back,
    /// Print one JSON object on standard output
    #[arg(long)]
    pub json: bool,
}

impl Asked {
    /// As the use cases take it.
    pub fn ask(&self, by: &[String]) -> Ask {
        Ask {
            metric: self.id.clone(),
            definition: self.definition.clone(),
            period: self.period.clone(),
            filters: self.filters.clone(),
            by: by.to_vec(),
            when: self.back.when(),
            ..Ask::default()
        }
    }
}

/// A metric by period and dimensions, with numerator, denominator and definition.
#[derive(Args)]
pub struct MetricCommand {
    #[command(flatten)]
    asked: Asked,
    /// First period: 2024-01, 2024-Q1, 2024-W05, or any day in it [default: eleven before the last]
    #[arg(long, value_name = "PERIOD")]
    from: Option<String>,
    /// Last period [default: the one that the data end in]
    #[arg(long, value_name = "PERIOD")]
    to: Option<String>,
    /// Dimensions to split by (comma-separated)
    #[arg(long, value_name = "DIMS", value_delimiter = ',')]
    by: Vec<String>,
    /// Compare with the period before and with the year before: previous,last_year
    #[arg(long, value_name = "WITH", value_delimiter = ',')]
    compare: Vec<String>,
}

impl MetricCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let ask = Ask {
            from: self.from.clone(),
            to: self.to.clone(),
            compare: self.compare.clone(),
            ..self.asked.ask(&self.by)
        };
        let outcome = self.asked.place.open().and_then(|session| metric(&session, &ask));
        let table = serde_json::to_value(or_refusal_as_json(outcome, self.asked.json, lang)?)?;
        let text = if self.asked.json {
            format!("{table:#}\n")
        } else {
            in_words(&table, lang)
        };
        print(&text).context("standard output")
    }
}

/// Name, definition, churn definition and the day that the data go up to.
pub fn head(table: &Value, lang: Lang) -> String {
    let metric = &table["metric"];
    let (id, version) = (
        metric["id"].as_str().unwrap_or_default(),
        metric["version"].as_u64().unwrap_or(0),
    );
    let name = text(&metric["name"], lang);
    let (definition, churn, through) = (
        text(&metric["definition"], lang),
        text(&table["churn"]["sentence"], lang),
        table["through"].as_str().unwrap_or_default(),
    );
    match lang {
        Lang::Zh => format!("{name}（{id} v{version}）\n{definition}\n流失定义：{churn}；数据截至 {through}\n"),
        Lang::En => format!("{name} ({id} v{version})\n{definition}\nChurn: {churn}; data up to {through}\n"),
    }
}

fn in_words(table: &Value, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let unit = table["metric"]["unit"].as_str().unwrap_or_default();
    let names = |field: &str| -> Vec<String> {
        table[field]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|name| name.as_str().map(ToOwned::to_owned))
            .collect()
    };
    let (dims, keys) = (names("dims"), names("keys"));
    let rows: Vec<&Value> = table["rows"].as_array().into_iter().flatten().collect();
    let compared: Vec<&str> = rows
        .first()
        .and_then(|row| row["comparisons"].as_array())
        .into_iter()
        .flatten()
        .filter_map(|comparison| comparison["with"].as_str())
        .collect();
    let has_denominator = table["metric"]["denominator"].is_object();
    let mut heads = vec![if zh { "时段" } else { "period" }.to_owned()];
    heads.extend(keys.iter().chain(&dims).cloned());
    heads.push(if zh { "值" } else { "value" }.to_owned());
    if has_denominator {
        heads.push(if zh { "分子" } else { "numerator" }.to_owned());
        heads.push(if zh { "分母" } else { "denominator" }.to_owned());
    }
    for with in &compared {
        heads.push(match (*with, zh) {
            ("previous", true) => "环比".to_owned(),
            ("last_year", true) => "同比".to_owned(),
            (other, _) => format!("vs {other}"),
        });
    }
    heads.push(if zh { "状态" } else { "status" }.to_owned());
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut out = TextTable::new(&heads, 1 + keys.len() + dims.len());
    for row in &rows {
        let mut cells = vec![row["period"]["label"].as_str().unwrap_or_default().to_owned()];
        let unknown = if zh { "（无）" } else { "(none)" };
        cells.extend(
            row["keys"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|key| key_text(key, lang)),
        );
        cells.extend(
            row["dims"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|value| value.as_str().unwrap_or(unknown).to_owned()),
        );
        cells.push(shown(row["value"].as_f64(), unit));
        if has_denominator {
            let parts = table["metric"]["parts"].as_str();
            let numerator = parts.unwrap_or(if unit == "money" { "money" } else { "count" });
            cells.push(plain(&row["numerator"], numerator));
            cells.push(plain(&row["denominator"], parts.unwrap_or("count")));
        }
        for comparison in row["comparisons"].as_array().into_iter().flatten() {
            cells.push(
                comparison["change"]["absolute"]
                    .as_f64()
                    .map_or_else(|| "—".to_owned(), |value| difference(value, unit, lang)),
            );
        }
        cells.push(status(row["period"]["status"].as_str().unwrap_or_default(), lang).to_owned());
        out.row(cells);
    }
    let mut whole = head(table, lang);
    whole.push_str(&out.show(""));
    if let Some(benchmark) = table["benchmark"].as_object() {
        let value = shown(benchmark["value"].as_f64(), unit);
        let source = benchmark["source"].as_str().unwrap_or_default();
        let _ = match lang {
            Lang::Zh => writeln!(whole, "基准：{value}（{source}）"),
            Lang::En => writeln!(whole, "benchmark: {value} ({source})"),
        };
    }
    whole
}

/// A number of a fraction: whole ones without decimals.
fn plain(value: &Value, unit: &str) -> String {
    match value.as_f64() {
        Some(number) if number.fract() != 0.0 && unit != "money" => format!("{number:.3}"),
        number => shown(number, unit),
    }
}

/// A metric's own key: an age of a cohort, a class, a question.
fn key_text(key: &Value, lang: Lang) -> String {
    match key {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Object(fields) if fields.contains_key("zh") => text(key, lang).to_owned(),
        Value::Object(fields) => fields
            .values()
            .next()
            .map_or_else(String::new, |value| key_text(value, lang)),
        other => other.to_string(),
    }
}

/// How much of a period the data cover.
pub fn status(word: &str, lang: Lang) -> &str {
    match (word, lang) {
        ("complete", Lang::Zh) => "完整",
        ("partial", Lang::Zh) => "未完",
        ("not_due", Lang::Zh) => "未到期",
        ("before_data", Lang::Zh) => "数据之前",
        ("not_due", Lang::En) => "not due",
        ("before_data", Lang::En) => "before the data",
        (word, _) => word,
    }
}

/// The metrics that can be asked for.
#[derive(Args)]
pub struct MetricsCommand {
    #[command(flatten)]
    place: Place,
    /// Print a JSON array on standard output
    #[arg(long)]
    json: bool,
}

impl MetricsCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let outcome = self.place.open().and_then(|session| list(&session));
        let metrics = or_refusal_as_json(outcome, self.json, lang)?;
        let text = if self.json {
            format!("{:#}\n", serde_json::to_value(&metrics)?)
        } else {
            let heads = match lang {
                Lang::Zh => ["指标", "名称", "定义"],
                Lang::En => ["metric", "name", "definition"],
            };
            let mut table = TextTable::new(&heads, 3);
            for metric in &metrics {
                table.row(vec![
                    metric.id.clone(),
                    metric.name.get(lang).to_owned(),
                    metric.definition.get(lang).to_owned(),
                ]);
            }
            table.show("")
        };
        print(&text).context("standard output")
    }
}
