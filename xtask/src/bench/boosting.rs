//! `cargo xtask bench boosting`: our booster against LightGBM on 100,000 rows × 30 columns with categories and gaps.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::measure::{self, Series};
use crate::process;

const ROWS: u32 = 100_000;
const COLUMNS: u32 = 30;
const RUNS: usize = 3;
const FIGURES: [&str; 4] = ["auc", "log_loss", "fit_seconds", "predict_seconds"];
/// What the matched LightGBM takes over from ours, and the option of `bench/boosting.py` for it.
const MATCHED: [(&str, &str); 3] = [
    ("trees", "--trees"),
    ("leaves", "--leaves"),
    ("learning_rate", "--rate"),
];

pub fn run() -> Result<()> {
    let python = measure::virtual_environment()?;
    let holdfast = process::release_binary()?;
    let table = super::wide_table(&holdfast, ROWS, COLUMNS)?;
    process::run(process::cargo()?.args([
        "build",
        "--release",
        "--package",
        "holdfast-learn",
        "--example",
        "boost_bench",
    ]))?;
    let example = format!("boost_bench{}", std::env::consts::EXE_SUFFIX);
    let example = process::target_folder()?.join("release/examples").join(example);
    let script = process::root()?.join("bench/boosting.py").display().to_string();
    let table = table.display().to_string();

    let load = measure::load_average();
    let ours = side("holdfast", &example, std::slice::from_ref(&table))?;
    let mut sides = vec![side("lightgbm (defaults)", &python, &[script.clone(), table.clone()])?];
    if let Some(options) = matched(&ours) {
        let arguments: Vec<String> = [script, table].into_iter().chain(options).collect();
        sides.push(side("lightgbm (same size)", &python, &arguments)?);
    }
    sides.insert(0, ours);

    println!(
        "\n{:<22} {:>8} {:>9} {:>9} {:>10} {:>9}",
        "", "AUC", "log loss", "fit s", "predict s", "peak MiB"
    );
    for side in &sides {
        let f = |name: &str| side[name].as_f64().unwrap_or(f64::NAN);
        let name = side["name"].as_str().unwrap_or_default();
        println!(
            "{name:<22} {:>8.4} {:>9.4} {:>9.2} {:>10.3} {:>9.0}",
            f("auc"),
            f("log_loss"),
            f("fit_seconds"),
            f("predict_seconds"),
            f("peak_mib")
        );
    }
    super::keep(
        "boosting.json",
        &json!({"rows": ROWS, "columns": COLUMNS, "threads": measure::THREADS, "load_average_before": load, "sides": sides}),
    )
}

/// Medians over a few runs of one side, with whatever else it printed in the last of them.
fn side(name: &str, program: &Path, arguments: &[String]) -> Result<Value> {
    println!("==> {name}");
    let mut samples = Vec::new();
    let mut printed = Vec::new();
    for _ in 0..RUNS {
        let sample = measure::measure(program, arguments)?;
        printed.push(sample.last_json()?);
        samples.push(sample);
    }
    let mut result = printed.last().cloned().context("no run")?;
    for figure in FIGURES {
        let values: Option<Vec<f64>> = printed.iter().map(|line| line[figure].as_f64()).collect();
        let values = values.with_context(|| format!("{name} printed no {figure}"))?;
        result[figure] = json!(measure::median(values));
    }
    result["name"] = json!(name);
    result["peak_mib"] = json!(Series { samples }.peak_mib());
    Ok(result)
}

/// Options that give LightGBM as many trees, leaves and the same step as ours, where ours says them.
fn matched(ours: &Value) -> Option<Vec<String>> {
    let mut options = Vec::new();
    for (name, option) in MATCHED {
        let value = ours.get(name)?;
        options.extend([option.to_owned(), value.to_string()]);
    }
    Some(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lightgbm_is_matched_only_to_a_booster_that_says_its_size() {
        let options = matched(&json!({"trees": 300, "leaves": 8, "learning_rate": 0.1})).unwrap();
        assert_eq!(options, ["--trees", "300", "--leaves", "8", "--rate", "0.1"]);
        assert_eq!(matched(&json!({"auc": 0.8})), None);
    }
}
