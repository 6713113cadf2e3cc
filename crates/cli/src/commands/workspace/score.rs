//! `holdfast score`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::models::scoring::run::{ScoreOptions, Scored, score};
use holdfast_domain::lang::Lang;
use holdfast_domain::money::format_plain;

use super::place::{Back, Place};
use crate::outcome::or_refusal_as_json;
use crate::progress::TerminalProgress;
use crate::terminal::print;

/// How likely every customer is to be lost, what that is worth, why, and what would have to change; into the table `scores`.
#[derive(Args)]
pub struct ScoreCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    back: Back,
    /// The model [default: the one in use]
    #[arg(long, value_name = "ID")]
    model: Option<String>,
    /// Customers shown
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

impl ScoreCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let progress = TerminalProgress::new(lang);
        let options = ScoreOptions {
            when: self.back.when(),
            model: self.model,
            top: self.top,
        };
        let outcome = self
            .place
            .open()
            .and_then(|session| score(&session, &options, self.place.now_us(), &progress));
        progress.finish();
        let scored = or_refusal_as_json(outcome, self.json, lang)?;
        let text = if self.json {
            format!("{:#}\n", serde_json::to_value(&scored)?)
        } else {
            in_words(&scored, lang)
        };
        print(&text).context("standard output")
    }
}

pub(super) fn in_words(scored: &Scored, lang: Lang) -> String {
    let mut out = String::new();
    let (model, day, horizon, customers) = (&scored.model_id, scored.as_of, scored.horizon_days, scored.customers);
    let [red, orange, yellow, none] = scored.by_level;
    let expected = 100.0 * scored.expected_share;
    let _ = match lang {
        Lang::Zh => writeln!(
            out,
            "{day}，模型 {model}：{customers} 个客户，预计 {horizon} 天内流失 {expected:.1}%\n红 {red}，橙 {orange}，黄 {yellow}，无预警 {none}"
        ),
        Lang::En => writeln!(
            out,
            "{day}, model {model}: {customers} customers, {expected:.1}% expected to be lost within {horizon} days\nred {red}, orange {orange}, yellow {yellow}, no warning {none}"
        ),
    };
    if let Some(value) = scored.value_at_risk_minor {
        let value = format_plain(value);
        let _ = match lang {
            Lang::Zh => writeln!(out, "风险价值（概率 × 未来一年预期价值）：{value}"),
            Lang::En => writeln!(
                out,
                "value at risk (probability × expected value of the next year): {value}"
            ),
        };
    }
    for one in &scored.top {
        let (id, p) = (&one.customer_id, 100.0 * one.p_churn);
        let level = match (lang, one.level) {
            (Lang::Zh, "red") => "红",
            (Lang::Zh, "orange") => "橙",
            (Lang::Zh, "yellow") => "黄",
            (Lang::Zh, _) => "无",
            (Lang::En, level) => level,
        };
        let (reasons, recourse) = match lang {
            Lang::Zh => (&one.reasons_zh, &one.recourse_zh),
            Lang::En => (&one.reasons_en, &one.recourse_en),
        };
        let _ = writeln!(
            out,
            "\n{id}  {p:.1}%  {level}  {}",
            one.value_at_risk_minor.map_or_else(String::new, format_plain)
        );
        for reason in reasons
            .split(if lang == Lang::Zh { "；" } else { "; " })
            .filter(|reason| !reason.is_empty())
        {
            let _ = writeln!(out, "  {reason}");
        }
        if let Some(recourse) = recourse {
            let _ = writeln!(out, "  → {recourse}");
        }
    }
    if scored.top.iter().any(|one| one.recourse_zh.is_some()) {
        let _ = writeln!(out, "\n→ {}", scored.recourse_remark.get(lang));
    }
    out
}
