//! `cargo xtask bench WHAT`: figures for the notes. Nothing here runs in CI; results go to `target/bench/*.json`.

mod analyze;
mod boosting;
mod coverage;
mod fuzz;
mod lake;
mod learn;
mod lifetime;
mod measure;
mod panel;
mod phases;
mod scale;
mod serve;
mod shop;
mod survival;
mod versus;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;

/// What there is to measure.
pub const USAGE: &str = "analyze | scale | boosting | learn [--quick] [--case NAME] [--only NAME,NAME…] | survival [--quick] [--case NAME] | lifetime [--quick] [--case NAME] | \
                         lake|panel [--events N] [--customers N] [--runs N] [--quick] [--program PATH] | serve [--customers N] [--seconds N] [--people N] [--program PATH] [--workspace FOLDER] | coverage [--sets N] [--seed S] | fuzz [--seconds N] [--seed S]";

pub fn run(arguments: &[String]) -> Result<()> {
    let (what, rest) = arguments
        .split_first()
        .map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
    match (what, rest) {
        ("analyze", []) => analyze::run(),
        ("scale", []) => scale::run(),
        ("boosting", []) => boosting::run(),
        ("survival", rest) => survival::run(rest),
        ("lifetime", rest) => lifetime::run(rest),
        ("learn", rest) => learn::run(rest),
        ("lake", rest) => lake::run(rest),
        ("panel", rest) => panel::run(rest),
        ("serve", rest) => serve::run(rest),
        ("coverage", rest) => coverage::run(rest),
        ("fuzz", rest) => fuzz::run(rest),
        _ => bail!("usage: cargo xtask bench {USAGE}"),
    }
}

/// Whole-number options such as `--seed 1`, in the order of `known`, which gives their usual values too.
fn whole_numbers<const N: usize>(arguments: &[String], known: [(&str, u64); N]) -> Result<[u64; N]> {
    let mut values = known.map(|(_, usual)| usual);
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        let Some(at) = known.iter().position(|(name, _)| name == flag) else {
            bail!("known are {}, not `{flag}`", known.map(|(name, _)| name).join(" and "));
        };
        let value = rest.next().with_context(|| format!("`{flag}` needs a number"))?;
        values[at] = value
            .parse()
            .with_context(|| format!("`{flag} {value}`: not a whole number"))?;
    }
    Ok(values)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_wrong_ones_refused() {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let read = |line: &str| whole_numbers(&words(line), [("--seconds", 60), ("--seed", 1)]);
        assert_eq!(read("").unwrap(), [60, 1]);
        assert_eq!(read("--seed 9 --seconds 5").unwrap(), [5, 9]);
        assert!(read("--seconds").is_err() && read("--seconds x").is_err() && read("--minutes 1").is_err());
    }
}
