//! `holdfast refresh`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::{ImportOptions, refresh};
use holdfast_domain::lang::Lang;
use serde_json::Value;

use super::import::batches_text;
use super::place::Place;
use crate::outcome::or_refusal_as_json;
use crate::progress::TerminalProgress;
use crate::terminal::print;

/// Imports what is new in all sources and brings the panel up to date. Safe to run again, at any time.
#[derive(Args)]
pub struct RefreshCommand {
    #[command(flatten)]
    place: Place,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

impl RefreshCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let progress = TerminalProgress::new(lang);
        let outcome = self.place.open().and_then(|session| {
            let options = ImportOptions {
                source: None,
                dry_run: false,
                batch_id: None,
                now_us: self.place.now_us(),
                environment: &|name| std::env::var(name).ok(),
            };
            refresh(&session, &options, &progress)
        });
        progress.finish();
        let done = or_refusal_as_json(outcome, self.json, lang)?;
        let batches: Vec<Value> = done
            .batches
            .iter()
            .map(serde_json::to_value)
            .collect::<Result<_, _>>()?;
        let text = if self.json {
            format!(
                "{:#}\n",
                serde_json::json!({ "batches": batches, "panel": serde_json::to_value(&done.panel)? })
            )
        } else {
            let mut out = batches_text(&batches, lang);
            for panel in &done.panel {
                let (grain, periods, cells) = (panel.grain.name(), panel.periods, panel.cells);
                let _ = match lang {
                    Lang::Zh => writeln!(out, "面板（{}）：重建 {periods} 个时段，{cells} 个单元", grain.zh),
                    Lang::En => writeln!(
                        out,
                        "panel by {}: {periods} periods built again, {cells} cells",
                        grain.en
                    ),
                };
            }
            out
        };
        print(&text).context("standard output")
    }
}
