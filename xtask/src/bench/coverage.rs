//! `cargo xtask bench coverage`: whether 95 % intervals cover 93–97 % of 2,000 simulated truths.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{measure, versus};
use crate::process;

const SETS: u64 = 2_000;
const SEED: u64 = 1;
/// What was promised of intervals that say 95 %.
const PROMISED: std::ops::RangeInclusive<f64> = 0.93..=0.97;

pub fn run(arguments: &[String]) -> Result<()> {
    let [sets, seed] = super::whole_numbers(arguments, [("--sets", SETS), ("--seed", SEED)])?;
    let program = versus::example("coverage")?;
    println!("==> {sets} data sets of each estimator from seed {seed}");
    let mut command = Command::new(program);
    command
        .args([sets.to_string(), seed.to_string()])
        .env("RAYON_NUM_THREADS", measure::THREADS);
    let printed: Value =
        serde_json::from_str(&process::capture(&mut command)?).context("the coverage program printed no JSON")?;
    let rows = printed["rows"]
        .as_array()
        .context("the coverage program printed no rows")?;
    ensure!(!rows.is_empty(), "the coverage program printed no rows");

    println!(
        "\n{:<48} {:>7} {:>16} {:>8}",
        "interval of", "covers", "(Monte Carlo)", "no fit"
    );
    let mut outside = Vec::new();
    for row in rows {
        let number = |name: &str| row[name].as_f64().with_context(|| format!("no {name} in {row}"));
        let (share, low, high) = (number("share")?, number("low")?, number("high")?);
        let name = row["name"].as_str().context("a row without a name")?;
        let kept = PROMISED.contains(&share);
        println!(
            "{name:<48} {:>6.1}% {:>7.1}–{:.1} % {:>8} {}",
            100.0 * share,
            100.0 * low,
            100.0 * high,
            number("failed")?,
            if kept { "" } else { " OUTSIDE" }
        );
        if !kept {
            outside.push(name);
        }
    }
    super::keep("coverage.json", &json!({"sets": sets, "seed": seed, "rows": rows}))?;
    ensure!(
        outside.is_empty(),
        "outside {:.0}–{:.0} %: {}",
        100.0 * PROMISED.start(),
        100.0 * PROMISED.end(),
        outside.join(", ")
    );
    Ok(())
}
