//! Segments, rules and a tree of a CSV file with a label column, with seconds for each.
//!
//! `describe FILE LABEL ID [TIMES]`: a column is numeric where every value of it is a number, else a category; with `TIMES` the rows are repeated that
//! often, numbers jittered, to see how time grows.

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::time::Instant;

use holdfast_learn::cluster::figures::figures;
use holdfast_learn::cluster::segment::{Family, SegmentModel, SegmentSettings};
use holdfast_learn::contract::row_key::mix;
use holdfast_learn::contract::task::Task;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use holdfast_learn::rules::list::{ListSettings, find};
use holdfast_learn::rules::words::sentence;
use holdfast_learn::tree_text::fit::{TreeSettings, fit};
use holdfast_stats::discrimination::auc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, label, id, rest @ ..] = arguments.as_slice() else {
        return Err("usage: describe FILE LABEL_COLUMN ID_COLUMN [TIMES]".into());
    };
    let (frame, labels) = read(file, label, id)?;
    let times: usize = rest.first().map_or(Ok(1), |times| times.parse())?;
    let (frame, labels) = repeated(&frame, &labels, times);
    println!("{} rows × {} columns", frame.rows, frame.columns.len());
    let rows: Vec<u32> = (0..frame.rows as u32).collect();
    let task = Task::whole(&frame, &labels, &rows, 1);

    let started = Instant::now();
    let tree = fit(&task, &TreeSettings::for_rows(frame.rows))?;
    println!(
        "tree: {:.2} s, auc {:.4}",
        started.elapsed().as_secs_f64(),
        auc(&tree.probabilities(&frame)?, &labels)?
    );
    let text = tree.text(&[]);
    println!("{}\n{}", text.en, text.zh);

    let started = Instant::now();
    let rules = find(&task, &[], None, &ListSettings::default())?;
    println!("rules: {:.2} s", started.elapsed().as_secs_f64());
    for rule in &rules.rules {
        let text = sentence(&rule.conditions, &rule.validated, &rules.schema, &[]);
        println!(
            "{}\n{} (q {:.1e}, same {})",
            text.zh,
            text.en,
            rule.q_value,
            rule.same.len()
        );
    }

    let columns: Vec<usize> = (0..frame.columns.len()).collect();
    for family in [Family::Mixture, Family::KMeans] {
        let started = Instant::now();
        let settings = SegmentSettings {
            family,
            ..SegmentSettings::default()
        };
        let Some(model) = SegmentModel::fit(&frame, &columns, &rows, &settings)? else {
            println!("{family:?}: no segments");
            continue;
        };
        let fitted = started.elapsed().as_secs_f64();
        let assignment = model.assign(&frame)?;
        let assigned = started.elapsed().as_secs_f64() - fitted;
        println!("{family:?}: fitted in {fitted:.2} s, assigned in {assigned:.2} s");
        println!("stable {}, apart {}", model.stable, model.apart);
        for tried in &model.tried {
            println!("  {tried:?}");
        }
        let names = model.names(&model.profiles(&frame, &assignment)?, &[]);
        for (name, figures) in names
            .iter()
            .zip(figures(&assignment, model.segments, Some(&labels), None)?)
        {
            println!("  {} | {} | {figures:?}", name.zh, name.en);
        }
    }
    Ok(())
}

/// The rows several times over; numbers move by at most a thousandth.
fn repeated(frame: &Frame, labels: &[bool], times: usize) -> (Frame, Vec<bool>) {
    let rows: Vec<u32> = (0..times).flat_map(|_| 0..frame.rows as u32).collect();
    let mut out = frame.take(&rows);
    for (column, feature) in out.columns.iter_mut().enumerate() {
        if let FeatureData::Number(values) = &mut feature.data {
            for (row, value) in values.iter_mut().enumerate().skip(frame.rows) {
                *value *= 1.0 + 1e-3 * mix(mix(row as u64) ^ column as u64) as f64 / u64::MAX as f64;
            }
        }
    }
    let labels = rows.iter().map(|&row| labels[row as usize]).collect();
    (out, labels)
}

fn read(file: &str, label: &str, id: &str) -> Result<(Frame, Vec<bool>), Box<dyn std::error::Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut cells: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for record in reader.records() {
        for (column, cell) in cells.iter_mut().zip(record?.iter()) {
            column.push(cell.trim().to_owned());
        }
    }
    let rows = cells[0].len();
    let mut labels = Vec::new();
    let mut columns = Vec::new();
    for (name, values) in names.into_iter().zip(cells) {
        if name == label {
            labels = values.iter().map(|v| v == "1" || v == "Yes" || v == "是").collect();
        } else if name != id {
            columns.push(Feature {
                name,
                data: feature(&values),
            });
        }
    }
    Ok((Frame { columns, rows }, labels))
}

fn feature(values: &[String]) -> FeatureData {
    let numbers: Option<Vec<f64>> = values
        .iter()
        .map(|v| if v.is_empty() { Some(f64::NAN) } else { v.parse().ok() })
        .collect();
    if let Some(numbers) = numbers {
        return FeatureData::Number(numbers);
    }
    let mut code_of: BTreeMap<&str, u32> = BTreeMap::new();
    let mut levels = Vec::new();
    let codes = values
        .iter()
        .map(|v| {
            if v.is_empty() {
                return MISSING;
            }
            *code_of.entry(v).or_insert_with(|| {
                levels.push(v.clone());
                levels.len() as u32 - 1
            })
        })
        .collect();
    FeatureData::Category { codes, levels }
}
