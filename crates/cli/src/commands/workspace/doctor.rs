//! `holdfast doctor`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::probes;
use holdfast_app::workspace::doctor::{Status, doctor};
use holdfast_domain::lang::Lang;

use super::place::Place;
use crate::terminal::print;

/// Checks the workspace (configuration, sources, databases, definitions, lake, metrics, system) and says what to do.
#[derive(Args)]
pub struct DoctorCommand {
    #[command(flatten)]
    place: Place,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

impl DoctorCommand {
    /// Runs the command. Whatever fails makes it end with an error.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let environment = |name: &str| std::env::var(name).ok();
        let report = doctor(self.place.folder(), &probes(&environment));
        let text = if self.json {
            format!("{:#}\n", serde_json::to_value(&report)?)
        } else {
            let mut out = String::new();
            for check in &report.checks {
                let mark = match check.status {
                    Status::Ok => "✓",
                    Status::Warn => "!",
                    Status::Fail => "✗",
                };
                let _ = writeln!(out, "{mark} {}", check.text.get(lang));
                if let Some(remedy) = &check.remedy {
                    let _ = writeln!(out, "    → {}", remedy.get(lang));
                }
            }
            out
        };
        print(&text).context("standard output")?;
        if report.worst() == Status::Fail {
            anyhow::bail!(match lang {
                Lang::Zh => "有检查未通过，见上",
                Lang::En => "some checks failed, see above",
            });
        }
        Ok(())
    }
}
