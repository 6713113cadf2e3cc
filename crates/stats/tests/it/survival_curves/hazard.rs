use holdfast_stats::error::StatsError;
use holdfast_stats::survival::spells::Spells;
use holdfast_stats::survival::{nelson_aalen, survival_curve};

use super::{column, lifelines, rows, same};
use crate::reference::close;

#[test]
fn cumulative_hazard_agrees_with_lifelines() {
    let (rows, expected) = (rows(), lifelines());
    let plain = Spells::new(&rows.exit, &rows.event);
    let cases = [
        ("na", plain),
        ("na_late", plain.entered(&rows.entry)),
        ("na_weights", plain.weighted(&rows.whole)),
    ];
    for (name, spells) in cases {
        let expected: Vec<[f64; 4]> = column(&expected, name);
        let found = nelson_aalen(&spells).unwrap();
        assert_eq!(found.steps.len(), expected.len());
        for (step, [time, hazard, low, high]) in found.steps.iter().zip(expected) {
            assert_eq!(step.time, time);
            same(step.hazard, hazard);
            same(step.interval.low, low);
            same(step.interval.high, high);
        }
        assert_eq!(found.hazard_at(0.5), 0.0);
        same(found.hazard_at(100.0), found.steps[found.steps.len() - 1].hazard);
    }
    for (name, spells) in [
        ("km_late", plain.entered(&rows.entry)),
        ("km_weights", plain.weighted(&rows.whole)),
    ] {
        let expected: Vec<[f64; 6]> = column(&expected, name);
        for (step, [time, at_risk, events, survival, low, high]) in
            survival_curve(&spells).unwrap().steps.iter().zip(expected)
        {
            assert_eq!((step.time, step.at_risk, step.events), (time, at_risk, events));
            // lifelines multiplies logarithms and misses 0 by 1e-13.
            close(step.survival, survival, 1e-12);
            if step.survival > 0.0 {
                same(step.interval.low, low);
                same(step.interval.high, high);
            }
        }
    }
}

#[test]
fn smoothed_hazard_agrees_with_lifelines_inside() {
    let (rows, expected) = (rows(), lifelines());
    let found = nelson_aalen(&Spells::new(&rows.exit, &rows.event)).unwrap();
    let [times, hazard]: [Vec<f64>; 2] = serde_json::from_value(expected["smoothed"].clone()).unwrap();
    assert!(times.len() > 5);
    let points = found.smoothed_hazard(1.75, &times).unwrap();
    for (point, expected) in points.iter().zip(hazard) {
        same(point.hazard, expected);
        assert!(point.se > 0.0 && point.se < point.hazard);
    }
    assert!(matches!(
        found.smoothed_hazard(1.0, &[2.0, 99.0]),
        Err(StatsError::BadValue { index: 1, .. })
    ));
    assert!(found.smoothed_hazard(99.0, &[2.0]).is_err() && found.smoothed_hazard(f64::NAN, &[2.0]).is_err());
}

#[test]
fn a_constant_hazard_is_found_up_to_both_ends() {
    // Quantiles of an exponential distribution of rate ½.
    let exit: Vec<f64> = (0..4_000)
        .map(|row| -2.0 * (1.0 - (f64::from(row) + 0.5) / 4_000.0).ln())
        .collect();
    let event: Vec<bool> = exit.iter().map(|&t| t < 4.0).collect();
    let exit: Vec<f64> = exit.iter().map(|t| t.min(4.0)).collect();
    let found = nelson_aalen(&Spells::new(&exit, &event)).unwrap();
    for point in found.smoothed_hazard(0.8, &[0.0, 0.1, 0.5, 2.0, 3.5, 4.0]).unwrap() {
        close(point.hazard, 0.5, 0.005);
    }
}
