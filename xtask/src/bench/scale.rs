//! `cargo xtask bench scale`: `holdfast analyze` on a million customers with forty columns.

use std::ffi::OsString;
use std::fs;

use anyhow::{Context, Result};
use serde_json::json;

use super::measure::{self, Series};
use crate::process;

const ROWS: u32 = 1_000_000;
const COLUMNS: u32 = 40;

pub fn run() -> Result<()> {
    let holdfast = process::release_binary()?;
    let table = super::wide_table(&holdfast, ROWS, COLUMNS)?;
    let bytes = fs::metadata(&table)
        .with_context(|| format!("cannot read {}", table.display()))?
        .len();
    let out = super::folder()?.join("scale");
    let load = measure::load_average();
    println!("==> analysing {ROWS} rows × {COLUMNS} columns ({} MiB)", bytes >> 20);
    let arguments: [OsString; 4] = ["analyze".into(), table.into(), "--out".into(), out.into()];
    let series = Series {
        samples: vec![measure::measure(&holdfast, arguments)?],
    };
    println!("\n{:.1} s, peak memory {:.0} MiB", series.seconds(), series.peak_mib());
    super::keep(
        "scale.json",
        &json!({
            "rows": ROWS, "columns": COLUMNS, "file_bytes": bytes, "threads": measure::THREADS,
            "load_average_before": load, "cost": series.json(),
        }),
    )
}
