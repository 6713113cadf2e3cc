//! `holdfast cycle`.

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::ImportOptions;
use holdfast_app::models::cycle::cycle;
use holdfast_domain::lang::Lang;
use serde_json::Value;

use super::import::batches_text;
use super::place::{Back, Place};
use super::{score, watch};
use crate::outcome::or_refusal_as_json;
use crate::progress::TerminalProgress;
use crate::terminal::print;

/// What a scheduler runs every day or week: imports what is new, watches the model, scores everybody unless the data are broken.
#[derive(Args)]
pub struct CycleCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    back: Back,
    /// Customers shown
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

impl CycleCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let progress = TerminalProgress::new(lang);
        let outcome = self.place.open().and_then(|session| {
            let import = ImportOptions {
                source: None,
                dry_run: false,
                batch_id: None,
                now_us: self.place.now_us(),
                environment: &|name| std::env::var(name).ok(),
            };
            cycle(&session, &import, &self.back.when(), self.top, &progress)
        });
        progress.finish();
        let done = or_refusal_as_json(outcome, self.json, lang)?;
        let batches: Vec<Value> = done
            .refreshed
            .batches
            .iter()
            .map(serde_json::to_value)
            .collect::<Result<_, _>>()?;
        let text = if self.json {
            format!(
                "{:#}\n",
                serde_json::json!({ "batches": batches, "watch": done.watched, "scores": done.scored })
            )
        } else {
            let mut out = batches_text(&batches, lang);
            out.push_str(&watch::in_words(&done.watched, lang));
            if let Some(scored) = &done.scored {
                out.push('\n');
                out.push_str(&score::in_words(scored, lang));
            }
            out
        };
        print(&text).context("standard output")
    }
}
