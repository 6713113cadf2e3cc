//! Parametric durations.

mod by_hand;
mod hard;
mod properties;
mod references;

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::parametric::{
    AftSettings, Breakpoints, Censored, Family, FittedAft, PiecewiseSettings, fit_aft, fit_cure, fit_piecewise,
};
use holdfast_stats::survival::spells::Spells;
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::close;

const PLAIN: AftSettings = AftSettings { ridge: 0.0 };
const ROSSI: [&str; 7] = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];

fn stored(section: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/parametric.json")).unwrap();
    all[section].clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

/// Columns with their names, to borrow covariates from.
struct Table {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

impl Table {
    fn new(columns: &[(&str, &[f64])]) -> Self {
        Self {
            names: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            columns: columns.iter().map(|(_, column)| column.to_vec()).collect(),
        }
    }

    fn of(data: &Value, names: &[&str]) -> Self {
        Self {
            names: names.iter().map(|&name| name.to_owned()).collect(),
            columns: names.iter().map(|&name| numbers(&data[name])).collect(),
        }
    }

    fn with<T>(&self, body: impl FnOnce(&Covariates<'_>) -> T) -> T {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        body(&Covariates {
            names: &self.names,
            columns: &columns,
        })
    }

    fn row(&self, at: usize) -> Vec<f64> {
        self.columns.iter().map(|column| column[at]).collect()
    }
}

/// Exact where `event`, else right-censored.
fn upper(time: &[f64], event: &[bool]) -> Vec<f64> {
    let ends = time.iter().zip(event);
    ends.map(|(&time, &event)| if event { time } else { f64::INFINITY })
        .collect()
}

fn events(column: &Value) -> Vec<bool> {
    numbers(column).iter().map(|&event| event == 1.0).collect()
}

fn fit(time: &[f64], event: &[bool], family: Family) -> Result<FittedAft, StatsError> {
    let upper = upper(time, event);
    let data = Censored {
        lower: time,
        upper: &upper,
        entry: None,
        weight: None,
    };
    fit_aft(&data, &Covariates::NONE, family, &PLAIN)
}

/// Equal to within a relative tolerance.
#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    close(found, expected, tolerance * expected.abs());
}

fn weibull(time: &[f64], event: &[bool]) -> Result<FittedAft, StatsError> {
    fit(time, event, Family::Weibull)
}

/// With the names of both programs, and how near lifelines comes to the maximum with its tolerance set to 1e-15: its
/// log-normal search ends 1.6e-7 below the maximum that survreg and we reach.
const FAMILIES: [(Family, &str, &str, f64); 4] = [
    (Family::Weibull, "weibull", "WeibullAFTFitter", 1e-6),
    (Family::Exponential, "exponential", "", 0.0),
    (Family::LogNormal, "lognormal", "LogNormalAFTFitter", 3e-3),
    (Family::LogLogistic, "loglogistic", "LogLogisticAFTFitter", 1e-6),
];
