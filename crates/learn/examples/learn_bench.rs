//! Our side of `cargo xtask bench learn`: fits a learner on the folds of a table that `bench/learn.py` wrote (the format is described
//! there), writes the probabilities beside the table and prints one line of JSON.
//!
//! `learn_bench FOLDER LEARNER FOLDS [METHOD]`. To add a learner: a line in `method`. METHOD, the JSON of a `Method`, is fitted in its place.

#![allow(clippy::print_stdout)]

use std::fs;
use std::path::Path;
use std::time::Instant;

use holdfast_learn::additive::settings::AdditiveSettings;
use holdfast_learn::boost::plan::BoostingSettings;
use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::task::Task;
use holdfast_learn::frame::{Feature, FeatureData, Frame};
use holdfast_learn::logistic::fit::LogisticSettings;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Rows that reasons are timed on.
const SHAPLEY_ROWS: usize = 200_000;

fn method(name: &str, rows: usize, columns: usize) -> Outcome<Method> {
    match name {
        "additive" => Ok(Method::Additive(AdditiveSettings::for_rows(rows, columns, 0))),
        "boosting" => Ok(Method::Boosting(BoostingSettings::default())),
        "logistic" => Ok(Method::Logistic(LogisticSettings::default())),
        _ => Err(format!("learn_bench knows no learner `{name}`").into()),
    }
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, name, folds, given @ ..] = arguments.as_slice() else {
        return Err("usage: learn_bench FOLDER LEARNER FOLDS [METHOD]".into());
    };
    let folder = Path::new(folder);
    let table = read(folder)?;
    let folds: u8 = folds.parse()?;
    let mut probabilities = vec![f64::NAN; table.frame.rows];
    let mut runs = Vec::new();
    let mut last = None;
    for fold in 0..folds {
        let (test, train): (Vec<u32>, Vec<u32>) =
            (0..table.frame.rows as u32).partition(|&row| table.folds[row as usize] == fold);
        let held = table.frame.take(&test);
        let started = Instant::now();
        let task = Task::whole(&table.frame, &table.labels, &train, 1);
        let method = match given {
            [] => method(name, train.len(), table.frame.columns.len())?,
            [json, ..] => serde_json::from_str(json)?,
        };
        let fitted = method.fit(&task)?;
        let fit_seconds = started.elapsed().as_secs_f64();
        let started = Instant::now();
        let predicted = fitted.probabilities(&held)?;
        let predict_seconds = started.elapsed().as_secs_f64();
        for (&row, p) in test.iter().zip(predicted) {
            probabilities[row as usize] = p;
        }
        runs.push(json!({
            "fold": fold, "fit_seconds": fit_seconds, "predict_seconds": predict_seconds, "predict_rows": test.len(),
        }));
        last = Some((fitted, held));
    }
    let bytes: Vec<u8> = probabilities.iter().flat_map(|p| p.to_le_bytes()).collect();
    fs::write(folder.join(format!("p-{name}.bin")), bytes)?;
    let mut printed = json!({"name": name, "folds": runs, "peak_mib": peak_mib()});
    if let Some((fitted, held)) = last {
        reasons(&fitted, &held, &mut printed)?;
    }
    println!("{printed}");
    Ok(())
}

/// Seconds for reasons; the size of the model, stored.
fn reasons(fitted: &Fitted, held: &Frame, printed: &mut Value) -> Outcome<()> {
    let rows: Vec<u32> = (0..held.rows.min(SHAPLEY_ROWS) as u32).collect();
    let held = held.take(&rows);
    let started = Instant::now();
    let reasons = fitted.contributions(&held)?;
    printed["shapley_seconds"] = json!(started.elapsed().as_secs_f64());
    printed["shapley_rows"] = json!(reasons.values.len() / reasons.columns.max(1));
    printed["stored_bytes"] = json!(serde_json::to_vec(fitted)?.len());
    Ok(())
}

/// A table with its folds.
struct Table {
    frame: Frame,
    labels: Vec<bool>,
    folds: Vec<u8>,
}

fn read(folder: &Path) -> Outcome<Table> {
    let meta: Value = serde_json::from_slice(&fs::read(folder.join("table.json"))?)?;
    let rows = meta["rows"].as_u64().ok_or("table.json: no rows")? as usize;
    let mut columns = Vec::new();
    for (k, column) in meta["columns"]
        .as_array()
        .ok_or("table.json: no columns")?
        .iter()
        .enumerate()
    {
        let bytes = fs::read(folder.join(format!("column-{k}.bin")))?;
        let data = match column["levels"].as_array() {
            None => FeatureData::Number(
                bytes
                    .as_chunks()
                    .0
                    .iter()
                    .map(|value| f64::from_le_bytes(*value))
                    .collect(),
            ),
            Some(levels) => FeatureData::Category {
                codes: bytes
                    .as_chunks()
                    .0
                    .iter()
                    .map(|code| u32::from_le_bytes(*code))
                    .collect(),
                levels: levels
                    .iter()
                    .map(|level| level.as_str().unwrap_or_default().to_owned())
                    .collect(),
            },
        };
        columns.push(Feature {
            name: column["name"].as_str().unwrap_or_default().to_owned(),
            data,
        });
    }
    Ok(Table {
        frame: Frame { columns, rows },
        labels: fs::read(folder.join("labels.bin"))?
            .iter()
            .map(|&label| label == 1)
            .collect(),
        folds: fs::read(folder.join("folds.bin"))?,
    })
}

/// Largest resident set of this process so far, where the system tells it.
fn peak_mib() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}
