//! `holdfast maintain`.

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::maintain;
use holdfast_domain::lang::Lang;

use super::place::Place;
use crate::outcome::or_refusal_as_json;
use crate::terminal::print;

/// Keeps the lake small and quick: applies [retention], puts small files together, deletes files that no reader needs.
#[derive(Args)]
pub struct MaintainCommand {
    #[command(flatten)]
    place: Place,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

impl MaintainCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let outcome = self
            .place
            .open()
            .and_then(|session| maintain(&session, self.place.now_us()));
        let done = or_refusal_as_json(outcome, self.json, lang)?;
        let lake = &done.lake;
        let text = if self.json {
            format!("{:#}\n", serde_json::to_value(&done)?)
        } else {
            let (events, rejects, files) = (lake.events_deleted, lake.rejects_deleted, lake.files_deleted);
            let mib = lake.bytes_freed as f64 / f64::from(1u32 << 20);
            let none = match lang {
                Lang::Zh => "无",
                Lang::En => "none",
            };
            let tables = if lake.compacted.is_empty() {
                none.to_owned()
            } else {
                lake.compacted.join(", ")
            };
            match lang {
                Lang::Zh => format!(
                    "整理的表：{tables}；过期删除事件 {events} 行、拒收记录 {rejects} 行；删除文件 {files} 个，释放 {mib:.1} MiB\n"
                ),
                Lang::En => format!(
                    "tables rewritten: {tables}; {events} events and {rejects} rejects past retention deleted; {files} files deleted, {mib:.1} MiB freed\n"
                ),
            }
        };
        print(&text).context("standard output")
    }
}
