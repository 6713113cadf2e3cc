//! `holdfast init FOLDER`.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::{describe_table, sample_table};
use holdfast_app::workspace::init::{InitOptions, init};
use holdfast_domain::lang::Lang;

use crate::clock::SystemClock;
use crate::outcome::or_refusal_as_json;
use crate::terminal::print;

/// Makes a workspace: a folder with a commented holdfast.toml, suggested from your data. Look at it, correct it, then run refresh.
#[derive(Args)]
pub struct Init {
    /// The workspace's folder; made if it is missing
    folder: PathBuf,
    /// Data to suggest sources from: files, globs, folders, or a database's table as postgres://user@host/database#table
    /// (mysql://… likewise; password in HOLDFAST_DATABASE_PASSWORD). Several after one --from, or --from several times
    #[arg(long, value_name = "FILE|URL", num_args = 1..)]
    from: Vec<String>,
    /// The time zone that days belong to [default: Asia/Shanghai]
    #[arg(long, value_name = "NAME")]
    time_zone: Option<String>,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

/// Where `init` finds a database's password.
const PASSWORD: &str = "HOLDFAST_DATABASE_PASSWORD";

impl Init {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let password = std::env::var(PASSWORD).ok();
        let options = InitOptions {
            from: &self.from,
            time_zone: self.time_zone.as_deref(),
            lang,
            describe: &|url, table| describe_table(url, table, password.as_deref()),
            sample: &|url, table| sample_table(url, table, password.as_deref()),
        };
        let report = or_refusal_as_json(init(&self.folder, &options, &SystemClock), self.json, lang)?;
        let text = if self.json {
            let sources: Vec<_> = report
                .sources
                .iter()
                .map(|source| serde_json::json!({ "id": source.id, "table": source.table.name(), "from": source.from, "rows": source.rows, "why": source.why }))
                .collect();
            let skipped: Vec<_> = report
                .skipped
                .iter()
                .map(|skipped| serde_json::json!({ "what": skipped.what, "why": skipped.why }))
                .collect();
            let value = serde_json::json!({ "path": report.path, "sources": sources, "skipped": skipped, "notes": report.notes });
            format!("{value:#}\n")
        } else {
            let mut out = String::new();
            let _ = writeln!(out, "{}", report.path.display());
            for source in &report.sources {
                let _ = writeln!(
                    out,
                    "  {} → {}: {}",
                    source.from.join(", "),
                    source.table.label().get(lang),
                    source.why.get(lang)
                );
            }
            for skipped in &report.skipped {
                let _ = writeln!(out, "  ! {}: {}", skipped.what, skipped.why.get(lang));
            }
            for note in &report.notes {
                let _ = writeln!(out, "  · {}", note.get(lang));
            }
            let folder = self.folder.display();
            out.push_str(&match lang {
                Lang::Zh => format!("请核对该文件，然后运行：holdfast refresh -w {folder}\n"),
                Lang::En => format!("Look it over, then run: holdfast refresh -w {folder}\n"),
            });
            out
        };
        print(&text).context("standard output")
    }
}
