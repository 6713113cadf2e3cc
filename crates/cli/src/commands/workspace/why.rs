//! `holdfast why ID --between P1,P2`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::why;
use holdfast_domain::lang::Lang;
use serde_json::Value;

use super::metric::{Asked, head};
use super::number::{difference, shown};
use crate::outcome::or_refusal_as_json;
use crate::terminal::print;
use crate::text_table::TextTable;

/// Where a metric's change between two periods comes from: segments that changed (rate), and segments that became larger or smaller (mix).
#[derive(Args)]
pub struct WhyCommand {
    #[command(flatten)]
    asked: Asked,
    /// The two periods, the earlier first: 2024-01,2024-02
    #[arg(long, value_name = "P1,P2", value_delimiter = ',', num_args = 1, required = true)]
    between: Vec<String>,
    /// Dimensions to split by, one at a time [default: each that there is]
    #[arg(long, value_name = "DIMS", value_delimiter = ',')]
    by: Vec<String>,
}

/// Segments shown of a dimension.
const SEGMENTS: usize = 10;

impl WhyCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let [before, after] = self.between.as_slice() else {
            let mut command = clap::Command::new("holdfast why");
            command
                .error(
                    clap::error::ErrorKind::WrongNumberOfValues,
                    "--between takes two periods: 2024-01,2024-02",
                )
                .exit();
        };
        let outcome = self
            .asked
            .place
            .open()
            .and_then(|session| why(&session, &self.asked.ask(&self.by), before, after));
        let why = serde_json::to_value(or_refusal_as_json(outcome, self.asked.json, lang)?)?;
        let text = if self.asked.json {
            format!("{why:#}\n")
        } else {
            in_words(&why, lang)
        };
        print(&text).context("standard output")
    }
}

fn in_words(why: &Value, lang: Lang) -> String {
    let unit = why["metric"]["unit"].as_str().unwrap_or_default();
    let side = |name: &str| {
        let side = &why[name];
        (
            side["period"]["label"].as_str().unwrap_or_default().to_owned(),
            shown(side["value"].as_f64(), unit),
        )
    };
    let ((p1, v1), (p2, v2)) = (side("before"), side("after"));
    let change = difference(why["change"]["absolute"].as_f64().unwrap_or(0.0), unit, lang);
    let mut out = head(why, lang);
    let _ = match lang {
        Lang::Zh => writeln!(out, "{p1}：{v1} → {p2}：{v2}，变化 {change}"),
        Lang::En => writeln!(out, "{p1}: {v1} → {p2}: {v2}, change {change}"),
    };
    if why["like_for_like"] == Value::Bool(false) {
        out.push_str(match lang {
            Lang::Zh => "注意：两个时段不都完整，长短不同\n",
            Lang::En => "Mind: not both periods are complete, they differ in length\n",
        });
    }
    let part = |value: &Value| difference(value.as_f64().unwrap_or(0.0), unit, lang);
    for dimension in why["dimensions"].as_array().into_iter().flatten() {
        let name = dimension["dim"].as_str().unwrap_or_default();
        let (rate, mix) = (part(&dimension["rate"]), part(&dimension["mix"]));
        let explained = dimension["explained"]
            .as_f64()
            .map_or_else(|| "—".to_owned(), |share| format!("{:.0}%", share * 100.0));
        let _ = match lang {
            Lang::Zh => writeln!(out, "\n{name}：组内变化 {rate}，结构变化 {mix}；集中度 {explained}"),
            Lang::En => writeln!(out, "\n{name}: rate {rate}, mix {mix}; concentration {explained}"),
        };
        let heads = match lang {
            Lang::Zh => ["组", "前", "后", "组内变化", "95% 区间", "结构变化", "合计"],
            Lang::En => [
                "segment",
                "before",
                "after",
                "rate effect",
                "95 % interval",
                "mix effect",
                "total",
            ],
        };
        let mut table = TextTable::new(&heads, 1);
        for segment in dimension["segments"].as_array().into_iter().flatten().take(SEGMENTS) {
            let unknown = match lang {
                Lang::Zh => "（无）",
                Lang::En => "(none)",
            };
            let interval = &segment["rate_interval"];
            let bounds = interval["low"].as_f64().zip(interval["high"].as_f64());
            let bounds = bounds.map_or_else(
                || "—".to_owned(),
                |(low, high)| format!("{} … {}", difference(low, unit, lang), difference(high, unit, lang)),
            );
            table.row(vec![
                segment["segment"].as_str().unwrap_or(unknown).to_owned(),
                shown(segment["value"][0].as_f64(), unit),
                shown(segment["value"][1].as_f64(), unit),
                part(&segment["rate"]),
                bounds,
                part(&segment["mix"]),
                part(&segment["total"]),
            ]);
        }
        out.push_str(&table.show("  "));
    }
    out
}
