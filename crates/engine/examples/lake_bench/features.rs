//! The panel becomes features.

use std::path::Path;

use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_engine::ingest::customer_ids;
use holdfast_panel::features::{FeatureOptions, FeatureSet, Features, Measure, Statistic, most_frequent_kinds};
use holdfast_panel::rhythm::History;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::panel::{copy_panel, events};
use crate::phases::Phases;
use crate::{Fallible, PERIODS, as_of_us, periods, view};

/// Customers whose features are compared one by one.
const SHOWN: usize = 1000;
/// What the other side does not compute.
const OURS_ALONE: &str = "gap_sd_days";

/// Six measures over four windows, five statistics of each, and the rhythm.
fn asked() -> FeatureOptions {
    FeatureOptions {
        windows: vec![3, 6, 12, 24],
        measures: Measure::ALL[..6].to_vec(),
        statistics: vec![
            Statistic::Sum,
            Statistic::Mean,
            Statistic::Max,
            Statistic::Sd,
            Statistic::Slope,
        ],
        lags: false,
        kinds: Vec::new(),
    }
}

/// Computes them from a panel in memory, all that there are too, and the whole way from the lake's files.
pub fn run(folder: &Path) -> Fallible<()> {
    let (periods, zone, as_of_us) = (periods()?, Zone::utc(), as_of_us()?);
    let view = view(folder)?;
    let ids = customer_ids(&view)?;
    let mut phases = Phases::default();
    let customers = ids.len();
    let options = asked();
    let history = History::build(&events(folder)?, &periods, &zone);
    let compute = |options: &FeatureOptions| -> Fallible<Features> {
        Ok(FeatureSet::compute(
            &history.panel,
            &history.rhythm,
            None,
            as_of_us,
            options,
        )?)
    };
    let features = phases.phase("features", customers, || compute(&options))?;
    let copied = phases.phase("  a plain copy", customers, || {
        let columns: Vec<Vec<f64>> = features.columns.par_iter().cloned().collect();
        Ok((copy_panel(&history.panel), columns))
    })?;
    drop(copied);
    let mut figures = figures(&features, &ids)?;
    drop(features);
    let all = FeatureOptions::all(PERIODS, most_frequent_kinds(&history.panel, 4));
    let columns = phases.phase("all features", customers, || Ok(compute(&all)?.columns.len()))?;
    drop(history);
    phases.phase("from the lake's files", customers, || {
        let batch = holdfast_engine::panel::features(&view, &zone, Grain::Month, PERIODS, Some(&options))?;
        Ok(std::hint::black_box(batch).specs.len())
    })?;
    figures.insert("columns of all features".to_owned(), json!(columns));
    phases.print(&figures);
    Ok(())
}

/// The first customers by id, column after column, and the sums of the absolute values of every column.
fn figures(features: &Features, ids: &[String]) -> Fallible<Map<String, Value>> {
    let mut rows: Vec<(u64, usize)> = Vec::with_capacity(features.customers.len());
    for (row, &key) in features.customers.iter().enumerate() {
        rows.push((ids[key as usize].parse()?, row));
    }
    rows.sort_unstable();
    rows.truncate(SHOWN);
    let mut figures = Map::new();
    for (spec, column) in features.specs.iter().zip(&features.columns) {
        if spec.name == OURS_ALONE {
            continue;
        }
        let shown = rows.iter().map(|&(_, row)| match column[row] {
            value if value.is_nan() => json!("NaN"),
            value => json!(value),
        });
        figures.insert(spec.name.clone(), shown.collect());
        let total: f64 = column
            .iter()
            .filter(|value| !value.is_nan())
            .map(|value| value.abs())
            .sum();
        figures.insert(format!("total {}", spec.name), json!(total));
    }
    Ok(figures)
}
