//! `holdfast analyze FILE`.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use holdfast_app::analyze::options::{AnalyzeOptions, EconomicsOptions};
use holdfast_app::analyze::overrides;
use holdfast_app::analyze::run::{Analysis, analyze};
use holdfast_app::error::AppError;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Lang;

use super::number::{not_negative, positive, probability};
use super::reading::Reading;
use crate::clock::SystemClock;
use crate::outcome::or_refusal_as_json;
use crate::progress::TerminalProgress;
use crate::terminal::{fit, print, width};

/// Analyses one table (CSV, TSV, XLSX, Parquet, JSON lines) without configuration: a snapshot with a churn label, or an
/// event log. Writes report.html, report.json and scores.csv. Every flag only corrects what was found by itself.
#[derive(Args)]
pub struct Analyze {
    /// The table
    file: PathBuf,
    /// The customer's id
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// The column that says who churned
    #[arg(long, value_name = "COLUMN")]
    target: Option<String>,
    /// The value of that column that means churned
    #[arg(long, value_name = "VALUE")]
    positive: Option<String>,
    /// When an event happened; makes the table an event log
    #[arg(long, value_name = "COLUMN", conflicts_with = "target")]
    time: Option<String>,
    /// Money: the value of an event, or a customer's charge
    #[arg(long, value_name = "COLUMN")]
    amount: Option<String>,
    /// The day to look back from, e.g. 2024-01-05; later events are not used
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Day>,
    /// Event log: days of silence that count as churn
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i32).range(1..=3650))]
    horizon: Option<i32>,
    /// Event log: days left out between the cut-off and the outcome window
    #[arg(long, value_name = "DAYS", default_value_t = 0, value_parser = clap::value_parser!(i32).range(0..=365))]
    gap: i32,
    /// Where the files go
    #[arg(long, value_name = "FOLDER", default_value = "holdfast-report")]
    out: PathBuf,
    /// Everything random follows it; the same seed gives the same bytes
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The roles of columns in a TOML file
    #[arg(long, value_name = "FILE")]
    overrides: Option<PathBuf>,
    /// Use a column although it looks like a leak, an id or a personal field (may be repeated)
    #[arg(long, value_name = "COLUMN")]
    keep: Vec<String>,
    /// Leave a column out (may be repeated)
    #[arg(long, value_name = "COLUMN")]
    drop: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    /// Customers your team can look after: draws the warning line there
    #[arg(long, value_name = "N", conflicts_with = "threshold")]
    capacity: Option<u64>,
    /// Probability from which to warn, 0–1: draws the warning line there
    #[arg(long, value_name = "P", value_parser = probability)]
    threshold: Option<f64>,
    /// What a kept customer is worth
    #[arg(long, value_name = "MONEY", value_parser = positive)]
    customer_value: Option<f64>,
    /// What an accepted offer costs
    #[arg(long, value_name = "MONEY", value_parser = not_negative)]
    offer_cost: Option<f64>,
    /// What one contact costs
    #[arg(long, value_name = "MONEY", value_parser = not_negative)]
    contact_cost: Option<f64>,
    /// Share of would-be churners who accept an offer and stay, 0–1
    #[arg(long, value_name = "P", value_parser = probability)]
    acceptance: Option<f64>,
    /// Print report.json on standard output
    #[arg(long)]
    json: bool,
}

/// A day as the command line writes it.
pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "not a date like 2024-01-05".to_owned())
}

impl Analyze {
    /// Runs the analysis and prints what was understood and found.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let options = self.options(lang)?;
        let progress = TerminalProgress::new(lang);
        let result = analyze(&self.file, &self.out, &options, &SystemClock, &progress);
        progress.finish();
        let analysis = or_refusal_as_json(result, self.json, lang)?;
        let text = if self.json {
            analysis.json.clone()
        } else {
            summary(&analysis, lang)
        };
        print(&text).context("standard output")
    }

    fn options(&self, lang: Lang) -> Result<AnalyzeOptions, AppError> {
        let roles = match &self.overrides {
            Some(path) => overrides::read(path)?,
            None => Default::default(),
        };
        Ok(AnalyzeOptions {
            read: self.reading.settings().into(),
            id: self.id.clone(),
            target: self.target.clone(),
            positive: self.positive.clone(),
            time: self.time.clone(),
            amount: self.amount.clone(),
            roles,
            keep: self.keep.clone(),
            drop: self.drop.clone(),
            as_of: self.as_of,
            horizon_days: self.horizon,
            gap_days: self.gap,
            capacity: self.capacity,
            threshold: self.threshold,
            economics: EconomicsOptions {
                customer_value: self.customer_value,
                offer_cost: self.offer_cost,
                contact_cost: self.contact_cost,
                acceptance: self.acceptance,
            },
            seed: self.seed,
            lang,
        })
    }
}

/// What was understood, the summary, and where the files are.
fn summary(analysis: &Analysis, lang: Lang) -> String {
    let report = &analysis.report;
    let data = &report.data;
    let say = |zh: &'static str, en: &'static str| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let mut out = String::new();
    let (rows, columns) = (data.rows, data.columns.len());
    let _ = match lang {
        Lang::Zh => writeln!(out, "{}：{}，{rows} 行 × {columns} 列", data.file, data.decoding.zh),
        Lang::En => writeln!(
            out,
            "{}: {}, {rows} rows × {columns} columns",
            data.file, data.decoding.en
        ),
    };
    let _ = writeln!(out, "\n{}", say("各列被理解为：", "Columns were taken for:"));
    let name_width = data
        .columns
        .iter()
        .map(|c| width(&c.name))
        .max()
        .unwrap_or(0)
        .clamp(4, 32);
    let role_width = data
        .columns
        .iter()
        .map(|c| width(c.role.name().get(lang)))
        .max()
        .unwrap_or(0);
    for column in &data.columns {
        let role = column.role.name();
        let missing = match (column.missing, lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!("，缺失 {n}"),
            (n, Lang::En) => format!(", {n} missing"),
        };
        let _ = writeln!(
            out,
            "  {}  {}  {}{missing}",
            fit(&column.name, name_width),
            fit(role.get(lang), role_width),
            column.reason.get(lang)
        );
    }
    if !data.notes.is_empty() {
        let _ = writeln!(out, "\n{}", say("请注意：", "Please note:"));
        for note in &data.notes {
            let mark = match note.severity {
                holdfast_app::analyze::Severity::Warning => "!",
                holdfast_app::analyze::Severity::Info => "·",
            };
            let _ = writeln!(out, "  {mark} {}", note.text.get(lang));
        }
    }
    let _ = writeln!(out);
    for paragraph in &report.narrative {
        let _ = writeln!(out, "{}", paragraph.text.get(lang));
    }
    let _ = writeln!(out, "\n{}", say("报告：", "Report:"));
    for file in &analysis.files {
        let _ = writeln!(out, "  {}", file.display());
    }
    out
}
