//! `holdfast export TABLE FILE`.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::export;
use holdfast_domain::lang::Lang;

use super::place::{Back, Place};
use crate::outcome::or_refusal_as_json;
use crate::terminal::print;

/// Writes a table, the answer to a query, or every customer's features as of a day, to a CSV, Parquet or Excel file.
#[derive(Args)]
pub struct ExportCommand {
    /// A table's name, a SELECT, or `features` (with --as-of)
    what: String,
    /// The file; its ending says the format: .csv, .parquet, .xlsx
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    back: Back,
    /// Show personal fields as they are instead of masked
    #[arg(long)]
    personal: bool,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

impl ExportCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let when = self.back.when();
        let outcome = self
            .place
            .open()
            .and_then(|session| export(&session, &self.what, &self.file, self.personal, &when));
        let done = or_refusal_as_json(outcome, self.json, lang)?;
        let (path, rows) = (done.path.display(), done.rows);
        let text = if self.json {
            format!("{}\n", serde_json::json!({ "path": done.path, "rows": rows }))
        } else {
            match lang {
                Lang::Zh => format!("{path}：{rows} 行\n"),
                Lang::En => format!("{path}: {rows} rows\n"),
            }
        };
        print(&text).context("standard output")
    }
}
