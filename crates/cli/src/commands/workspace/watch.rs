//! `holdfast watch`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::models::watching::run::{Watched, watch};
use holdfast_domain::lang::Lang;

use super::place::{Back, Place};
use crate::outcome::or_refusal_as_json;
use crate::progress::TerminalProgress;
use crate::terminal::print;
use crate::text_table::TextTable;

/// Whether data, customers and model are still what they were at training: retrain, wait, or repair the data, and why.
#[derive(Args)]
pub struct WatchCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    back: Back,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

impl WatchCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let progress = TerminalProgress::new(lang);
        let when = self.back.when();
        let outcome = self.place.open().and_then(|session| watch(&session, &when, &progress));
        progress.finish();
        let watched = or_refusal_as_json(outcome, self.json, lang)?;
        let text = if self.json {
            format!("{:#}\n", serde_json::to_value(&watched)?)
        } else {
            in_words(&watched, lang)
        };
        print(&text).context("standard output")
    }
}

/// Columns shown.
const COLUMNS: usize = 10;

pub(super) fn in_words(watched: &Watched, lang: Lang) -> String {
    let mut out = String::new();
    let (day, id) = (watched.as_of, &watched.model_id);
    let _ = match lang {
        Lang::Zh => writeln!(out, "{day}，模型 {id}：{}。{}", watched.title.zh, watched.advice.zh),
        Lang::En => writeln!(out, "{day}, model {id}: {}. {}", watched.title.en, watched.advice.en),
    };
    for reason in &watched.reasons {
        let _ = writeln!(out, "- {}", reason.get(lang));
    }
    let heads = match lang {
        Lang::Zh => ["列", "PSI", "KS", "q 值", "漂移"],
        Lang::En => ["column", "PSI", "KS", "q", "drift"],
    };
    let mut table = TextTable::new(&heads, 1);
    for column in watched.drift.iter().take(COLUMNS) {
        let comparison = &column.comparison;
        table.row(vec![
            column.column.clone(),
            format!("{:.3}", comparison.psi.value),
            comparison
                .ks
                .as_ref()
                .map_or_else(|| "—".to_owned(), |ks| format!("{:.3}", ks.distance)),
            format!("{:.3}", column.q_value),
            match (column.flagged, lang) {
                (true, Lang::Zh) => "是".to_owned(),
                (true, Lang::En) => "yes".to_owned(),
                (false, _) => String::new(),
            },
        ]);
    }
    if !watched.drift.is_empty() {
        out.push_str(&table.show("  "));
    }
    if !watched.months.is_empty() {
        let heads = match lang {
            Lang::Zh => ["时点", "客户", "预计流失", "实际流失", "预计 AUC", "实际 AUC"],
            Lang::En => [
                "as of",
                "customers",
                "expected lost",
                "lost",
                "AUC expected",
                "AUC realised",
            ],
        };
        let mut table = TextTable::new(&heads, 1);
        for month in &watched.months {
            let dash = || "—".to_owned();
            let realised = month.realised.as_ref();
            table.row(vec![
                month.as_of.to_string(),
                month.customers.to_string(),
                format!("{:.1}%", 100.0 * month.estimated.churn_rate.value),
                realised.map_or_else(dash, |one| format!("{:.1}%", 100.0 * one.lost as f64 / one.rows as f64)),
                month
                    .estimated
                    .auc
                    .as_ref()
                    .map_or_else(dash, |auc| format!("{:.3}", auc.value)),
                realised
                    .and_then(|one| one.auc.as_ref())
                    .map_or_else(dash, |auc| format!("{:.3}", auc.value)),
            ]);
        }
        out.push_str(&table.show("  "));
    }
    out
}
