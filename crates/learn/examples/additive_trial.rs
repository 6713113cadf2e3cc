//! Cross-validates explainable boosting on CSV files with columns `label` (0/1) and `fold`: one line a file.
//!
//! usage: `additive_trial FILE.csv… [JSON of settings to replace]`; a column of which every value is a number is a number, else a category.

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::time::Instant;

use holdfast_learn::additive::settings::AdditiveSettings;
use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::model::Model;
use holdfast_learn::contract::task::Task;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use holdfast_stats::calibration::log_loss;
use holdfast_stats::discrimination::auc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let replaced = files
        .iter()
        .position(|file| file.starts_with('{'))
        .map(|place| files.remove(place));
    for file in &files {
        let (frame, labels, folds) = read(file)?;
        let mut settings =
            serde_json::to_value(AdditiveSettings::for_rows(frame.rows * 4 / 5, frame.columns.len(), 0))?;
        if let Some(text) = &replaced {
            let serde_json::Value::Object(changes) = serde_json::from_str(text)? else {
                return Err("settings are a JSON object".into());
            };
            changes.into_iter().for_each(|(name, value)| settings[name] = value);
        }
        let method = Method::Additive(serde_json::from_value(settings)?);
        let (mut areas, mut losses, mut fitting, mut predicting, mut size) = (0.0, 0.0, 0.0, 0.0, 0);
        let last = folds.iter().max().copied().unwrap_or(0);
        let mut pairs = Vec::new();
        let mut done = 0.0;
        for fold in 0..=last.min(4) {
            if last > 4 && fold > 0 {
                break;
            }
            let (test, train): (Vec<u32>, Vec<u32>) =
                (0..frame.rows as u32).partition(|&row| folds[row as usize] == fold);
            let started = Instant::now();
            let fitted = method.fit(&Task::whole(&frame, &labels, &train, 0))?;
            fitting += started.elapsed().as_secs_f64();
            let part = frame.take(&test);
            let started = Instant::now();
            let p = fitted.probabilities(&part)?;
            predicting += started.elapsed().as_secs_f64();
            let truth: Vec<bool> = test.iter().map(|&row| labels[row as usize]).collect();
            areas += auc(&p, &truth)?;
            losses += log_loss(&p, &truth)?;
            done += 1.0;
            size = serde_json::to_string(&fitted.model)?.len();
            if let Model::Additive(model) = &fitted.model {
                let used = model.bins.iter().flatten().count();
                pairs.push(format!("{}+{}", used, model.terms.len() - used));
            }
        }
        let name = file.rsplit('/').next().unwrap_or(file);
        println!(
            "{name:24} auc {:.4} loss {:.4} fit {fitting:.2}s predict {predicting:.3}s, {} kB, {}",
            areas / done,
            losses / done,
            size / 1024,
            pairs.join(" ")
        );
    }
    Ok(())
}

type Table = (Frame, Vec<bool>, Vec<u8>);

fn read(file: &str) -> Result<Table, Box<dyn std::error::Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut cells: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for record in reader.records() {
        for (column, cell) in cells.iter_mut().zip(record?.iter()) {
            column.push(cell.trim().to_owned());
        }
    }
    let (mut labels, mut folds, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    for (name, values) in names.into_iter().zip(cells) {
        match name.as_str() {
            "label" => labels = values.iter().map(|value| value == "1").collect(),
            "fold" => folds = values.iter().map(|value| value.parse()).collect::<Result<_, _>>()?,
            _ => columns.push(Feature {
                data: feature(&values),
                name,
            }),
        }
    }
    let rows = labels.len();
    Ok((Frame { columns, rows }, labels, folds))
}

fn feature(values: &[String]) -> FeatureData {
    let number = |value: &String| {
        if value.is_empty() {
            Some(f64::NAN)
        } else {
            value.parse().ok()
        }
    };
    if let Some(numbers) = values.iter().map(number).collect() {
        return FeatureData::Number(numbers);
    }
    let mut code_of: BTreeMap<&str, u32> = BTreeMap::new();
    let mut levels = Vec::new();
    let codes = values
        .iter()
        .map(|value| {
            if value.is_empty() {
                return MISSING;
            }
            *code_of.entry(value).or_insert_with(|| {
                levels.push(value.clone());
                levels.len() as u32 - 1
            })
        })
        .collect();
    FeatureData::Category { codes, levels }
}
