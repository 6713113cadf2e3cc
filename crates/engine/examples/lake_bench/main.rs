//! Our side of `cargo xtask bench lake` and `bench panel`; the other is `bench/lake.py`. FOLDER holds what `bench/lake_events.py` wrote.
//!
//! ```text
//! lake_bench import csv|parquet FOLDER    the files of a format into a new lake, FOLDER/lake-{csv,parquet}
//! lake_bench panel FOLDER                 the lake's Parquet files -> panel, and panel with rhythm
//! lake_bench features FOLDER              panel -> features
//! lake_bench metrics FOLDER               the twenty metric queries
//! ```
//!
//! Each prints one line of JSON: `{"library", "phases": {name: {"seconds", "rows", "peak_mib"}}, "figures": {name: number or list}}`.

#![allow(clippy::print_stdout)] // It is a measurement for a program that reads its output.

mod features;
mod import;
mod metrics;
mod panel;
mod phases;

use std::path::Path;

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_engine::lake::{Lake, LakeView, Moment};
use holdfast_panel::periods::Periods;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Months of the panel.
const PERIODS: usize = 24;

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["import", form, folder] => import::run(form, Path::new(folder)),
        ["panel", folder] => panel::run(Path::new(folder)),
        ["features", folder] => features::run(Path::new(folder)),
        ["metrics", folder] => metrics::run(Path::new(folder)),
        _ => Err("usage: lake_bench import csv|parquet FOLDER, or panel|features|metrics FOLDER".into()),
    }
}

/// The instant that the panel ends at: the events of `lake_events.py` end with 2025, in UTC.
fn as_of_us() -> Fallible<i64> {
    let day = Day::from_ymd(2026, 1, 1).ok_or("2026-01-01 is no day")?;
    Ok(Zone::utc().day_start_us(day))
}

/// The months of the panel.
fn periods() -> Fallible<Periods> {
    Ok(Periods::before(&Zone::utc(), Grain::Month, as_of_us()?, PERIODS))
}

/// Events of the lake: every row but those of the customers, who have one each.
fn event_rows(view: &LakeView) -> usize {
    let head = view.head();
    (head.next_row as usize).saturating_sub(head.customers as usize)
}

/// The lake that was imported from Parquet, as of the end of the events.
fn view(folder: &Path) -> Fallible<LakeView> {
    let moment = Moment {
        occurred_before_us: as_of_us()?,
        known_by_us: i64::MAX,
    };
    Ok(Lake::at(folder.join("lake-parquet")).view(moment)?)
}
