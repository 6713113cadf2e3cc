//! Curves and tests against R and lifelines, by hand, and on hard inputs.

mod competing;
mod hazard;
mod kaplan_meier;
mod log_rank;
mod properties;

use holdfast_stats::interval::Interval;
use holdfast_stats::survival::KaplanMeier;
use serde_json::Value;

use crate::reference::{Section, close};

/// Every figure agrees with R and lifelines to this share of itself.
const TOLERANCE: f64 = 1e-9;

#[track_caller]
fn same(found: f64, expected: f64) {
    close(found, expected, TOLERANCE * expected.abs().max(1e-6));
}

fn r() -> Value {
    serde_json::from_str(include_str!("../reference/survival_curves_r.json")).unwrap()
}

fn lifelines() -> Value {
    serde_json::from_str(include_str!("../reference/survival_curves_lifelines.json")).unwrap()
}

fn column<T: serde::de::DeserializeOwned>(section: &Value, name: &str) -> Vec<T> {
    serde_json::from_value(section[name].clone()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The sixty rows of both scripts.
struct Rows {
    entry: Vec<f64>,
    exit: Vec<f64>,
    event: Vec<bool>,
    weight: Vec<f64>,
    whole: Vec<f64>,
    group: Vec<u32>,
    stratum: Vec<u32>,
    cause: Vec<u16>,
}

fn rows() -> Rows {
    let data = &r()["data"];
    Rows {
        entry: column(data, "entry"),
        exit: column(data, "exit"),
        event: column(data, "event"),
        weight: column(data, "weight"),
        whole: column(data, "whole"),
        group: column(data, "group"),
        stratum: column(data, "stratum"),
        cause: column(data, "cause"),
    }
}

fn rossi() -> (Vec<f64>, Vec<bool>, Vec<u32>, Vec<u32>) {
    let rossi = Section::named("rossi");
    (
        rossi.get("week"),
        rossi.get("arrest"),
        rossi.get("fin"),
        rossi.get("prio"),
    )
}

#[track_caller]
fn check_curve(curve: &KaplanMeier) {
    let mut before = 1.0;
    for step in &curve.steps {
        let Interval { low, high } = step.interval;
        assert!(0.0 <= step.survival && step.survival <= before, "{step:?}");
        assert!(0.0 <= low && low <= step.survival + 1e-12, "{step:?}");
        assert!(step.survival <= high + 1e-12 && high <= 1.0, "{step:?}");
        assert!(step.se >= 0.0 && step.se.is_finite(), "{step:?}");
        before = step.survival;
    }
}
