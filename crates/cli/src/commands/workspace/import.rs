//! `holdfast import`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::{ImportOptions, import};
use holdfast_domain::lang::Lang;
use serde_json::Value;

use super::place::Place;
use crate::outcome::or_refusal_as_json;
use crate::progress::TerminalProgress;
use crate::terminal::print;

/// Reads the workspace's sources into its lake. A file that was imported before changes nothing; one that changed is compared with what it was.
#[derive(Args)]
pub struct ImportCommand {
    #[command(flatten)]
    place: Place,
    /// Only this source
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Read, check and compare; show the mapping, rejects and the first rows; write nothing
    #[arg(long)]
    dry_run: bool,
    /// The batch's id, where it is not to be a digest of its content
    #[arg(long, value_name = "ID", requires = "source")]
    batch: Option<String>,
    /// Print a JSON array of batches on standard output
    #[arg(long)]
    json: bool,
}

impl ImportCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let progress = TerminalProgress::new(lang);
        let outcome = self.place.open().and_then(|session| {
            let options = ImportOptions {
                source: self.source.as_deref(),
                dry_run: self.dry_run,
                batch_id: self.batch.as_deref(),
                now_us: self.place.now_us(),
                environment: &|name| std::env::var(name).ok(),
            };
            import(&session, &options, &progress)
        });
        progress.finish();
        let batches = or_refusal_as_json(outcome, self.json, lang)?;
        let values: Vec<Value> = batches.iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
        let text = if self.json {
            format!("{:#}\n", Value::from(values))
        } else {
            batches_text(&values, lang)
        };
        print(&text).context("standard output")
    }
}

/// Batches in words.
pub fn batches_text(batches: &[Value], lang: Lang) -> String {
    let mut out = String::new();
    for batch in batches {
        let number = |name: &str| batch[name].as_u64().unwrap_or(0);
        let file = batch["file"].as_str().unwrap_or_default();
        let table = batch["table"].as_str().unwrap_or_default();
        let outcome = batch["outcome"].as_str().unwrap_or_default();
        if outcome == "already_there" {
            let _ = writeln!(
                out,
                "{file} → {table}: {}",
                match lang {
                    Lang::Zh => "已导入过，没有变化",
                    Lang::En => "imported before, nothing changed",
                }
            );
            continue;
        }
        let dry = match (outcome == "dry_run", lang) {
            (true, Lang::Zh) => "（试读，未写入）",
            (true, Lang::En) => " (dry run, nothing written)",
            (false, _) => "",
        };
        let (read, new, corrected, unchanged) = (
            number("rows_read"),
            number("rows_new"),
            number("rows_corrected"),
            number("rows_unchanged"),
        );
        let (withdrawn, rejected, values, customers) = (
            number("rows_withdrawn"),
            number("rows_rejected"),
            number("values_rejected"),
            number("customers_new"),
        );
        let _ = match lang {
            Lang::Zh => writeln!(
                out,
                "{file} → {table}{dry}：读 {read} 行；新增 {new}，更正 {corrected}，撤回 {withdrawn}，未变 {unchanged}，拒收 {rejected} 行、{values} 个值；新客户 {customers}"
            ),
            Lang::En => writeln!(
                out,
                "{file} → {table}{dry}: {read} rows read; {new} new, {corrected} corrected, {withdrawn} withdrawn, {unchanged} unchanged, {rejected} rows and {values} values rejected; {customers} new customers"
            ),
        };
        if outcome == "dry_run" {
            for pair in batch["mapping"].as_array().into_iter().flatten() {
                let _ = writeln!(
                    out,
                    "    {} ← {}",
                    pair[0].as_str().unwrap_or_default(),
                    pair[1].as_str().unwrap_or_default()
                );
            }
            for row in batch["preview"].as_array().into_iter().flatten().take(5) {
                let _ = writeln!(out, "    {row}");
            }
        }
        for note in batch["notes"].as_array().into_iter().flatten() {
            let _ = writeln!(out, "    · {}", text(note, lang));
        }
        for reject in batch["rejects"].as_array().into_iter().flatten().take(5) {
            let (row, column, value) = (
                &reject["row"],
                reject["column"].as_str().unwrap_or_default(),
                reject["value"].as_str().unwrap_or_default(),
            );
            let reason = text(&reject["text"], lang);
            let _ = match lang {
                Lang::Zh => writeln!(out, "    ! 第{row}行，“{column}”列，值“{value}”：{reason}"),
                Lang::En => writeln!(out, "    ! row {row}, column \"{column}\", value \"{value}\": {reason}"),
            };
        }
        if rejected + values > 5 {
            out.push_str(match lang {
                Lang::Zh => "    全部见 rejects 表：holdfast sql \"SELECT * FROM rejects\"\n",
                Lang::En => "    all of them: holdfast sql \"SELECT * FROM rejects\"\n",
            });
        }
    }
    out
}

/// The half of a text in both languages.
pub fn text(value: &Value, lang: Lang) -> &str {
    value[match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }]
    .as_str()
    .unwrap_or_default()
}
