//! `cargo xtask bench analyze`: `holdfast analyze` against `bench/analyze.py` on Telco, alternately, two threads each.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::measure::{self, Sample, Series};
use crate::process;

const TABLE: &str = "telco_customer_churn.csv";
const OUR_RUNS: usize = 5;
const THEIR_RUNS: usize = 3;
/// What was promised: this many times faster, at most this share of the memory, an AUC not lower.
const TIMES_FASTER: f64 = 5.0;
const MEMORY_SHARE: f64 = 0.5;

pub fn run() -> Result<()> {
    let table = data_folder()?.join(TABLE);
    ensure!(
        table.is_file(),
        "{} is missing; name the folder that holds it in HOLDFAST_DATA",
        table.display()
    );
    let python = measure::virtual_environment()?;
    let holdfast = process::release_binary()?;
    let (our_folder, their_folder) = (super::folder()?.join("ours"), super::folder()?.join("theirs"));
    let ours = || run_ours(&holdfast, &table, &our_folder);
    let theirs = || run_theirs(&python, &table, &their_folder);

    let load = measure::load_average();
    println!("==> warming up");
    ours()?;
    theirs()?;
    println!(
        "==> {OUR_RUNS} runs of ours and {THEIR_RUNS} of theirs, alternately, {} threads each",
        measure::THREADS
    );
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for round in 0..OUR_RUNS.max(THEIR_RUNS) {
        if round < OUR_RUNS {
            left.push(ours()?);
        }
        if round < THEIR_RUNS {
            right.push(theirs()?);
        }
    }
    let figures = (our_figures(&our_folder)?, their_figures(&right)?);
    report(&Series { samples: left }, &Series { samples: right }, figures, load)
}

/// Area under the curve and log loss on unseen customers.
type Figures = (f64, f64);

fn report(ours: &Series, theirs: &Series, figures: (Figures, Figures), load: Option<f64>) -> Result<()> {
    let ((our_auc, our_loss), (their_auc, their_loss)) = figures;
    let faster = theirs.seconds() / ours.seconds();
    let memory = ours.peak_mib() / theirs.peak_mib();
    println!(
        "\n{:<10} {:>9} {:>9} {:>9} {:>8} {:>9}",
        "", "seconds", "cpu s", "peak MiB", "AUC", "log loss"
    );
    for (name, series, (auc, loss)) in [("holdfast", ours, figures.0), ("python", theirs, figures.1)] {
        let (seconds, cpu, peak) = (series.seconds(), series.cpu_seconds(), series.peak_mib());
        println!("{name:<10} {seconds:>9.2} {cpu:>9.2} {peak:>9.1} {auc:>8.4} {loss:>9.4}");
    }
    println!(
        "\n{faster:.1} times faster (promised {TIMES_FASTER}): {}",
        verdict(faster >= TIMES_FASTER)
    );
    println!(
        "{memory:.2} of the memory (promised {MEMORY_SHARE}): {}",
        verdict(memory <= MEMORY_SHARE)
    );
    // Each side draws its own folds, so equal models differ a little by chance.
    println!(
        "AUC {:+.4} (promised: not lower): {}",
        our_auc - their_auc,
        verdict(our_auc >= their_auc)
    );
    super::keep(
        "analyze.json",
        &json!({
            "threads": measure::THREADS, "load_average_before": load, "times_faster": faster, "memory_share": memory,
            "ours": {"auc": our_auc, "log_loss": our_loss, "cost": ours.json()},
            "theirs": {"auc": their_auc, "log_loss": their_loss, "cost": theirs.json()},
        }),
    )
}

fn verdict(kept: bool) -> &'static str {
    if kept { "kept" } else { "NOT KEPT" }
}

fn run_ours(holdfast: &Path, table: &Path, out: &Path) -> Result<Sample> {
    let arguments: [OsString; 4] = ["analyze".into(), table.into(), "--out".into(), out.into()];
    measure::measure(holdfast, arguments)
}

fn run_theirs(python: &Path, table: &Path, out: &Path) -> Result<Sample> {
    let script = process::root()?.join("bench/analyze.py");
    measure::measure(python, [script.as_os_str(), table.as_os_str(), out.as_os_str()])
}

fn our_figures(out: &Path) -> Result<Figures> {
    let path = out.join("report.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let report: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    let mean = |name: &str| {
        report["evaluation"][name]["mean"]
            .as_f64()
            .with_context(|| format!("no evaluation.{name}.mean"))
    };
    Ok((mean("auc")?, mean("log_loss")?))
}

fn their_figures(samples: &[Sample]) -> Result<Figures> {
    let printed = samples.last().context("the Python side never ran")?.last_json()?;
    let figure = |name: &str| {
        printed[name]
            .as_f64()
            .with_context(|| format!("analyze.py printed no {name}"))
    };
    Ok((figure("auc")?, figure("log_loss")?))
}

/// `HOLDFAST_DATA`, or the folder `shared/data` beside the repository.
pub fn data_folder() -> Result<PathBuf> {
    match std::env::var_os("HOLDFAST_DATA") {
        Some(folder) => Ok(folder.into()),
        None => Ok(process::root()?.join("../shared/data")),
    }
}
