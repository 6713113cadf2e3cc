//! `cargo xtask codegen`: files that are made from the code and published with it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::process;

const SCHEMA: &str = "docs/report.schema.json";

pub fn run(arguments: &[String]) -> Result<()> {
    match arguments {
        [] => write(),
        [flag] if flag == "--check" => check(),
        _ => bail!("`codegen` takes `--check` or nothing"),
    }
}

/// Fails when the published schema is not what the code says.
pub fn check() -> Result<()> {
    let path = path()?;
    let published = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let made = schema()?;
    if let Some((line, (old, new))) = first_difference(&published, &made) {
        bail!(
            "{SCHEMA} is not up to date, first at line {line}: it says `{old}`, the code says `{new}`; run `cargo xtask codegen`"
        );
    }
    println!("{SCHEMA} is up to date");
    Ok(())
}

fn write() -> Result<()> {
    let path = path()?;
    fs::write(&path, schema()?).with_context(|| format!("cannot write {}", path.display()))?;
    println!("wrote {SCHEMA}");
    Ok(())
}

fn path() -> Result<PathBuf> {
    Ok(process::root()?.join(SCHEMA))
}

/// The schema as the report room prints it, ending in one line feed.
fn schema() -> Result<String> {
    let printed = process::capture(process::cargo()?.args([
        "run",
        "--quiet",
        "--package",
        "holdfast-report",
        "--example",
        "schema",
    ]))?;
    serde_json::from_str::<serde_json::Value>(&printed)
        .context("the example `schema` printed something else than JSON")?;
    ensure!(
        printed.contains("$schema"),
        "the example `schema` printed JSON that is no schema"
    );
    Ok(format!("{}\n", printed.trim_end()))
}

/// The first line (from 1) in which two texts differ, and both versions of it.
fn first_difference<'a>(old: &'a str, new: &'a str) -> Option<(usize, (&'a str, &'a str))> {
    let (mut left, mut right) = (old.lines(), new.lines());
    let mut line = 1;
    loop {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (a, b) if a == b => line += 1,
            (a, b) => return Some((line, (a.unwrap_or("(end)").trim(), b.unwrap_or("(end)").trim()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_found_also_at_the_end() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb", "a\n c"), Some((2, ("b", "c"))));
        assert_eq!(first_difference("a\nb", "a"), Some((2, ("b", "(end)"))));
    }
}
