//! `cargo xtask bench WHAT`: figures for the notes. Nothing here runs in CI; results go to `target/bench/*.json`.

mod analyze;
mod boosting;
mod fuzz;
mod measure;
mod scale;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;

pub fn run(arguments: &[String]) -> Result<()> {
    let (what, rest) = arguments
        .split_first()
        .map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
    match (what, rest) {
        ("analyze", []) => analyze::run(),
        ("scale", []) => scale::run(),
        ("boosting", []) => boosting::run(),
        ("fuzz", rest) => fuzz::run(rest),
        _ => bail!("usage: cargo xtask bench analyze | scale | boosting | fuzz [--seconds N] [--seed S]"),
    }
}

/// Where benches keep their tables and results.
fn folder() -> Result<PathBuf> {
    let folder = process::target_folder()?.join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// Writes a result beside the others and says where.
fn keep(name: &str, result: &Value) -> Result<()> {
    let path = folder()?.join(name);
    fs::write(&path, format!("{result:#}\n")).with_context(|| format!("cannot write {}", path.display()))?;
    println!("\nwrote {}", path.display());
    Ok(())
}

/// A wide table from the simulator; made once, since the same seed gives the same bytes.
fn wide_table(holdfast: &std::path::Path, rows: u32, columns: u32) -> Result<PathBuf> {
    let path = folder()?.join(format!("wide-{rows}x{columns}.csv"));
    if !path.is_file() {
        println!("==> writing {}", path.display());
        let unfinished = path.with_extension("tmp");
        process::run(
            std::process::Command::new(holdfast)
                .args([
                    "simulate",
                    "wide",
                    "--rows",
                    &rows.to_string(),
                    "--columns",
                    &columns.to_string(),
                ])
                .args(["--seed", "1", "--out"])
                .arg(&unfinished),
        )?;
        fs::rename(&unfinished, &path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(path)
}
