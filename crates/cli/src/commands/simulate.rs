//! `holdfast simulate telecom|dealer|shop`.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use holdfast_app::error::AppError;
use holdfast_app::progress::Progress;
use holdfast_app::simulate::{Industry, Plan, to_folder};
use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Lang;

use super::wide;
use crate::progress::TerminalProgress;
use crate::terminal::print;

/// Simulates a company: customers, events, subscriptions, complaints with Chinese text, a randomised offer, a labelled
/// snapshot, and the truth (planted causes, who is helped and who is harmed) in a file of its own.
#[derive(Args)]
pub struct Simulate {
    /// The industry
    #[arg(value_enum)]
    kind: Kind,
    /// Number of customers
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    customers: u64,
    /// The same seed gives the same files
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where the files go; a new or empty folder, or one that an earlier simulation filled
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Last day of the history
    #[arg(long, value_name = "DAY", default_value = "2025-12-31", value_parser = day)]
    end: Day,
    /// Length of the history in months
    #[arg(long, value_name = "N", default_value_t = 24)]
    months: u32,
    /// Plant a column in the snapshot that leaks the outcome, to see it caught
    #[arg(long)]
    canary: bool,
    #[arg(long, hide = true, default_value_t = 1_000_000)]
    rows: u64,
    #[arg(long, hide = true, default_value_t = 40)]
    columns: u32,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Mobile and broadband contracts with monthly bills
    Telecom,
    /// A car dealer's workshop: lapsed after half a year without a visit
    Dealer,
    /// An online shop: orders, returns, deliveries
    Shop,
    #[value(hide = true)]
    Wide,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "not a date like 2025-12-31".to_owned())
}

impl Simulate {
    /// Runs the simulation and says what was written.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let industry = match self.kind {
            Kind::Telecom => Industry::Telecom,
            Kind::Dealer => Industry::Dealer,
            Kind::Shop => Industry::Shop,
            Kind::Wide => return wide::write(&self.out, self.rows, self.columns, self.seed),
        };
        let plan = Plan {
            industry,
            customers: self.customers,
            seed: self.seed,
            end: self.end,
            months: self.months,
            canary: self.canary,
        };
        let progress = TerminalProgress::new(lang);
        progress.phase(bilingual!("模拟", "simulating"));
        let result = to_folder(&plan, &self.out, &|done, total| progress.advance(done, total));
        progress.finish();
        let summary = result.map_err(AppError::from)?;
        let mut text = String::new();
        for file in &summary.files {
            text.push_str(&format!("{}\n", file.display()));
        }
        print(&text).context("standard output")
    }
}
