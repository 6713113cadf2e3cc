//! `holdfast sql QUERY`.

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::sql;
use holdfast_domain::lang::Lang;
use serde_json::Value;

use super::place::{Back, Place};
use crate::outcome::or_refusal_as_json;
use crate::terminal::print;
use crate::text_table::TextTable;

/// One SELECT over the lake's tables: customers, events, subscriptions, interactions, responses, mentions, snapshots, panel, batches, rejects.
#[derive(Args)]
pub struct SqlCommand {
    /// The query
    query: String,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    back: Back,
    /// Rows at most; 0: all [default: 1000 in a table, all with --json]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Show personal fields as they are instead of masked
    #[arg(long)]
    personal: bool,
    /// Print a JSON array of row objects on standard output
    #[arg(long)]
    json: bool,
}

impl SqlCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let limit = match self.limit {
            Some(0) => None,
            None if self.json => None,
            Some(limit) => Some(limit),
            None => Some(1000),
        };
        let outcome = self
            .place
            .open()
            .and_then(|session| sql(&session, &self.query, limit, self.personal, &self.back.when()));
        let rows = or_refusal_as_json(outcome, self.json, lang)?;
        if self.json {
            return print(&format!("{}\n", Value::from(rows.rows))).context("standard output");
        }
        let heads: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
        let is_number = |column: &&str| rows.rows.iter().any(|row| row[*column].is_number());
        // Words stand left: as many columns from the left as hold no number.
        let words = heads.iter().take_while(|column| !is_number(column)).count();
        let mut table = TextTable::new(&heads, words);
        for row in &rows.rows {
            table.row(heads.iter().map(|&column| cell(&row[column])).collect());
        }
        let mut text = table.show("");
        if rows.truncated {
            text.push_str(match lang {
                Lang::Zh => "…还有更多行（--limit 0 显示全部）\n",
                Lang::En => "… there are more rows (--limit 0 shows all)\n",
            });
        }
        print(&text).context("standard output")
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
