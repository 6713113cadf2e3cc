//! Accuracy of predicted survival against scikit-survival, lifelines, R, definitions pair by pair, and by hand.

use holdfast_stats::error::StatsError;
use holdfast_stats::survival::accuracy::{
    brier, calibration_at, concordance, cumulative_dynamic_auc, d_calibration, integrated_brier, uno_concordance,
};
use holdfast_stats::survival::spells::Spells;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::close;

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/accuracy.json")).unwrap()
}

fn get<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

struct Sample {
    time: Vec<f64>,
    event: Vec<bool>,
    risk: Vec<f64>,
    weight: Vec<f64>,
    entry: Vec<f64>,
    train_time: Vec<f64>,
    train_event: Vec<bool>,
}

impl Sample {
    fn stored(all: &Value) -> Self {
        Self {
            time: get(&all["test"]["time"]),
            event: get(&all["test"]["event"]),
            risk: get(&all["test"]["risk"]),
            weight: get(&all["test"]["weight"]),
            entry: get(&all["test"]["entry"]),
            train_time: get(&all["train"]["time"]),
            train_event: get(&all["train"]["event"]),
        }
    }

    fn test(&self) -> Spells<'_> {
        Spells::new(&self.time, &self.event)
    }

    fn train(&self) -> Spells<'_> {
        Spells::new(&self.train_time, &self.train_event)
    }
}

#[test]
fn harrell_by_hand_with_ties() {
    // Churn at 1 (risk 3), 2 (risk 1), 2 (risk 5); censored at 2 (risk 1) and 4 (risk 1).
    let (time, event) = ([1.0, 2.0, 2.0, 2.0, 4.0], [true, true, true, false, false]);
    let found = concordance(&Spells::new(&time, &event), &[3.0, 1.0, 5.0, 1.0, 1.0]).unwrap();
    // From 1: above three of four. From 2 (risk 1): tied with both. From 2 (risk 5): above both.
    assert_eq!((found.concordant, found.discordant, found.tied_risk), (5.0, 1.0, 2.0));
    assert_eq!((found.comparable, found.value), (8.0, 0.75));
    // Pairs won minus ¾ of pairs, by customer: 3 − 3, 2 − 9/4, 2 − 9/4, 5/2 − 9/4, 5/2 − 9/4.
    close(found.se, (4.0_f64 / 16.0).sqrt() / 8.0, 1e-15);
}

#[test]
fn harrell_agrees_with_lifelines_and_r() {
    let all = reference();
    let data = Sample::stored(&all);
    let plain = concordance(&data.test(), &data.risk).unwrap();
    close(plain.value, get(&all["lifelines"]), 1e-15);
    let check = |name: &str, spells: Spells<'_>, se: bool| {
        let [value, error, won, lost, tied, ..]: [f64; 7] = get(&all["r"][name]);
        let found = concordance(&spells, &data.risk).unwrap();
        assert_eq!((found.concordant, found.discordant, found.tied_risk), (won, lost, tied));
        close(found.value, value, 1e-12);
        if se {
            close(found.se, error, 1e-12);
        }
    };
    check("plain", data.test(), true);
    check("entry", data.test().entered(&data.entry), true);
    // R squares weights in the error; with weights as counts its error is that of the repeated rows.
    check("weight", data.test().weighted(&data.weight), false);
    check(
        "entry_repeated",
        data.test().entered(&data.entry).weighted(&data.weight),
        true,
    );
}

#[test]
fn weighted_measures_agree_with_scikit_survival() {
    let all = reference();
    let data = Sample::stored(&all);
    let (train, test) = (data.train(), data.test());
    close(
        uno_concordance(&train, &test, &data.risk, Some(6.0)).unwrap(),
        get(&all["uno"]),
        1e-12,
    );
    let times: Vec<f64> = get(&all["times"]);
    let areas = cumulative_dynamic_auc(&train, &test, &data.risk, &times).unwrap();
    let expected: Vec<f64> = get(&all["auc"]);
    for (point, expected) in areas.points.iter().zip(expected) {
        close(point.auc, expected, 1e-12);
    }
    close(areas.mean, get(&all["mean_auc"]), 1e-12);
    let fill = |t: f64, column: &mut [f64]| {
        for (slot, risk) in column.iter_mut().zip(&data.risk) {
            *slot = (-t * (0.6 * risk - 1.2).exp()).exp();
        }
    };
    let points = brier(&train, &test, &times, fill).unwrap();
    let expected: Vec<f64> = get(&all["brier"]);
    for (point, expected) in points.iter().zip(expected) {
        close(point.score, expected, 1e-12);
    }
    let integrated = integrated_brier(&points).unwrap();
    close(integrated.score, get(&all["integrated_brier"]), 1e-12);
    // The risk was made to be informative.
    assert!(integrated.score < integrated.reference);
    // Weights of 3 for everybody change nothing.
    let threes = vec![3.0; data.time.len()];
    let heavy = test.weighted(&threes);
    close(
        uno_concordance(&train, &heavy, &data.risk, Some(6.0)).unwrap(),
        get(&all["uno"]),
        1e-12,
    );
    close(
        cumulative_dynamic_auc(&train, &heavy, &data.risk, &times).unwrap().mean,
        areas.mean,
        1e-12,
    );
    close(
        brier(&train, &heavy, &times, fill).unwrap()[1].score,
        points[1].score,
        1e-12,
    );
}

#[test]
fn groups_at_a_horizon_agree_with_survfit() {
    let all = reference();
    let data = Sample::stored(&all);
    let rows: Vec<[f64; 3]> = get(&all["r"]["groups"]);
    // Three groups of any size: the cut of R's script as the prediction.
    let predicted: Vec<f64> = (data.risk.iter())
        .map(|&risk| {
            if risk <= -0.4 {
                0.2
            } else if risk <= 0.5 {
                0.5
            } else {
                0.8
            }
        })
        .collect();
    let found = calibration_at(&data.test().entered(&data.entry), 3.0, &predicted, 100).unwrap();
    assert_eq!(found.bins.len(), 3);
    let mut error = 0.0;
    for (bin, [observed, low, high]) in found.bins.iter().zip(rows) {
        close(bin.observed.unwrap(), observed, 1e-12);
        close(bin.interval.unwrap().low, low, 1e-12);
        close(bin.interval.unwrap().high, high, 1e-12);
        error += bin.n as f64 / 120.0 * (bin.predicted - observed).abs();
    }
    close(found.mean_error, error, 1e-12);
}

#[test]
fn a_group_not_observed_to_the_horizon_is_left_out() {
    let (time, event) = ([1.0, 2.0, 5.0, 6.0], [true, false, true, false]);
    let spells = Spells::new(&time, &event);
    let found = calibration_at(&spells, 4.0, &[0.9, 0.9, 0.1, 0.1], 2).unwrap();
    assert_eq!((found.bins[0].observed, found.bins[1].observed), (Some(0.0), None));
    close(found.mean_error, 0.1, 1e-15);
    // Nobody of two churned: Wilson's end of 0 of 2.
    close(
        found.bins[0].interval.unwrap().high,
        3.841_458_820_694_124 / 5.841_458_820_694_124,
        1e-12,
    );
    assert!(matches!(
        calibration_at(&spells, 7.0, &[0.5; 4], 2),
        Err(StatsError::OutOfRange { name: "horizon", .. })
    ));
    // All churned: the observed share is 1, from the end of the step before.
    let all = calibration_at(&Spells::new(&[1.0, 2.0], &[true; 2]), 3.0, &[0.5; 2], 5).unwrap();
    assert_eq!((all.bins.len(), all.observed), (1, Some(1.0)));
    assert!(all.bins[0].interval.unwrap().low > 0.0);
}

#[test]
fn d_calibration_agrees_with_its_definition() {
    let all = reference();
    let data = Sample::stored(&all);
    let survival: Vec<f64> = get(&all["d_calibration"]["survival"]);
    let found = d_calibration(&survival, &data.event, 10).unwrap();
    close(found.statistic, get(&all["d_calibration"]["statistic"]), 1e-10);
    close(found.p_value, get(&all["d_calibration"]["p"]), 1e-12);
    let bins: Vec<f64> = get(&all["d_calibration"]["bins"]);
    for (found, expected) in found.bins.iter().zip(bins) {
        close(*found, expected, 1e-14);
    }
    // Edges: 0 in the first bin, ½ in the upper, 1 in the last; 0.6 censored is 1/6 above and 5/6 below.
    let edges = d_calibration(&[0.0, 0.5, 1.0, 0.6], &[true, true, true, false], 2).unwrap();
    close(edges.bins[0], (1.0 + 5.0 / 6.0) / 4.0, 1e-15);
}

#[test]
fn what_cannot_be_measured_is_named() {
    let (time, event) = ([1.0, 2.0], [false, false]);
    let censored = Spells::new(&time, &event);
    assert_eq!(concordance(&censored, &[1.0, 2.0]), Err(StatsError::NoComparison));
    assert_eq!(concordance(&Spells::new(&[], &[]), &[]), Err(StatsError::Empty));
    assert_eq!(
        concordance(&Spells::new(&[1.0], &[true]), &[1.0]),
        Err(StatsError::NoComparison)
    );
    assert_eq!(
        concordance(&Spells::new(&[3.0; 4], &[true; 4]), &[1.0; 4]),
        Err(StatsError::NoComparison)
    );
    assert!(matches!(
        concordance(&censored, &[1.0, f64::NAN]),
        Err(StatsError::NotFinite { index: 1, .. })
    ));
    assert_eq!(
        uno_concordance(&censored, &censored, &[1.0, 2.0], None),
        Err(StatsError::NoComparison)
    );
    // Churn at 3, when the last training customer was censored at 2.
    let late = Spells::new(&[3.0, 4.0], &[true, true]);
    assert!(matches!(
        uno_concordance(&censored, &late, &[1.0, 2.0], None),
        Err(StatsError::BadValue {
            index: 0,
            value: 3.0,
            ..
        })
    ));
    let entered = late.entered(&[0.0, 1.0]);
    assert!(matches!(
        uno_concordance(&censored, &entered, &[1.0, 2.0], None),
        Err(StatsError::WrongSetting { .. })
    ));
    assert!(matches!(
        cumulative_dynamic_auc(&late, &late, &[1.0, 2.0], &[2.0]),
        Err(StatsError::BadValue { name: "time", .. })
    ));
    assert!(matches!(
        brier(&late, &late, &[2.0, 1.0], |_, _| {}),
        Err(StatsError::BadValue { index: 1, .. })
    ));
    assert!(matches!(
        brier(&late, &late, &[3.5], |_, column| column.fill(1.5)),
        Err(StatsError::NotProbability { index: 0, .. })
    ));
    assert!(matches!(
        concordance(&late.weighted(&[1e200, 1e200]), &[1.0, 2.0]),
        Err(StatsError::OutOfRange {
            name: "sum of weights",
            ..
        })
    ));
    assert!(matches!(
        d_calibration(&[0.5], &[true], 1),
        Err(StatsError::OutOfRange { name: "bins", .. })
    ));
}

#[test]
fn extreme_times_risks_and_weights_give_numbers() {
    let time = [1e-300, 1e300, 0.0, 5.0, 5.0];
    let event = [true, false, true, true, false];
    let risk = [1e300, -1e300, 0.0, -0.0, 1e-300];
    let weight = [1e-12, 1e12, 1.0, 1.0, 1e-12];
    let spells = Spells::new(&time, &event).weighted(&weight);
    let found = concordance(&spells, &risk).unwrap();
    assert!((0.0..=1.0).contains(&found.value) && found.se.is_finite());
    let uno = uno_concordance(&spells, &spells, &risk, None).unwrap();
    assert!((0.0..=1.0).contains(&uno));
    let points = brier(&spells, &spells, &[0.0, 1.0, 6.0], |_, column| column.fill(0.5)).unwrap();
    assert!(points.iter().all(|point| point.score.is_finite()));
    calibration_at(&spells, 5.0, &[0.1, 0.2, 0.3, 0.3, 0.0], 3).unwrap();
}

#[test]
fn threads_do_not_change_a_bit() {
    let n = 60_000_u32;
    let time: Vec<f64> = (0..n).map(|i| f64::from(i * 7919 % 1013)).collect();
    let event: Vec<bool> = (0..n).map(|i| i % 3 != 0).collect();
    let risk: Vec<f64> = (0..n).map(|i| f64::from(i * 10_729 % 4999)).collect();
    let weight: Vec<f64> = (0..n).map(|i| 1.0 / f64::from(1 + i % 17)).collect();
    let entry: Vec<f64> = time.iter().map(|t| 0.3 * t - 1.0).collect();
    let spells = Spells::new(&time, &event).weighted(&weight).entered(&entry);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| concordance(&spells, &risk).unwrap())
    };
    assert_eq!(on(1), on(3));
}

/// Concordance pair by pair: concordant, tied, comparable.
fn pair_by_pair(rows: &[(f64, f64, bool, f64, f64)]) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for &(_, t, event, risk, weight) in rows {
        for &(entry, other_t, other_event, other_risk, other_weight) in rows {
            if event && entry < t && (other_t > t || (other_t == t && !other_event)) {
                sums[2] += weight * other_weight;
                if risk > other_risk {
                    sums[0] += weight * other_weight;
                } else if risk == other_risk {
                    sums[1] += weight * other_weight;
                }
            }
        }
    }
    sums
}

proptest! {
    #[test]
    fn merging_counts_every_pair_once(rows in vec((0..6_i32, 1..8_i32, any::<bool>(), 0..5_i32, 1..4_i32), 1..60)) {
        let rows: Vec<(f64, f64, bool, f64, f64)> = rows.into_iter()
            .map(|(entry, stay, event, risk, weight)| {
                (f64::from(entry), f64::from(entry + stay), event, f64::from(risk), f64::from(weight))
            })
            .collect();
        let entry: Vec<f64> = rows.iter().map(|row| row.0).collect();
        let time: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let risk: Vec<f64> = rows.iter().map(|row| row.3).collect();
        let weight: Vec<f64> = rows.iter().map(|row| row.4).collect();
        let spells = Spells::new(&time, &event).entered(&entry).weighted(&weight);
        let [concordant, tied, comparable] = pair_by_pair(&rows);
        match concordance(&spells, &risk) {
            Ok(found) => {
                prop_assert_eq!([found.concordant, found.tied_risk, found.comparable], [concordant, tied, comparable]);
                // A customer of weight 2 is the same customer twice.
                let twice = |values: &[f64]| -> Vec<f64> {
                    values.iter().zip(&weight).flat_map(|(&v, &w)| vec![v; w as usize]).collect()
                };
                let events: Vec<bool> = event.iter().zip(&weight).flat_map(|(&v, &w)| vec![v; w as usize]).collect();
                let (time, entry) = (twice(&time), twice(&entry));
                let repeated = concordance(&Spells::new(&time, &events).entered(&entry), &twice(&risk)).unwrap();
                prop_assert!((repeated.value - found.value).abs() < 1e-12);
                prop_assert!((repeated.se - found.se).abs() < 1e-12);
                // The other way round is the complement.
                let turned: Vec<f64> = risk.iter().map(|r| -r).collect();
                let turned = concordance(&spells, &turned).unwrap();
                prop_assert!((turned.value + found.value - 1.0).abs() < 1e-12);
            }
            Err(error) => {
                prop_assert_eq!(error, StatsError::NoComparison);
                prop_assert_eq!(comparable, 0.0);
            }
        }
    }

    #[test]
    fn every_measure_is_a_number_in_range_or_a_named_error(
        train in vec((0..9_i32, any::<bool>()), 1..25),
        test in vec((0..9_i32, any::<bool>(), 0..4_usize, 0..3_usize), 1..25),
        tau in 0..10_i32,
        groups in 1..6_usize,
    ) {
        let split = |rows: &[(i32, bool)]| -> (Vec<f64>, Vec<bool>) {
            rows.iter().map(|&(time, event)| (0.5 * f64::from(time), event)).unzip()
        };
        let (train_time, train_event) = split(&train);
        let (time, event) = split(&test.iter().map(|row| (row.0, row.1)).collect::<Vec<_>>());
        let risk: Vec<f64> = test.iter().map(|row| [0.0, -1e300, 1e-300, 1e300][row.2]).collect();
        let weight: Vec<f64> = test.iter().map(|row| [1e-12, 1.0, 1e12][row.3]).collect();
        let predicted: Vec<f64> = test.iter().map(|row| row.2 as f64 / 3.0).collect();
        let train = Spells::new(&train_time, &train_event);
        let spells = Spells::new(&time, &event).weighted(&weight);
        let unit = 0.0..=1.0;
        if let Ok(found) = concordance(&spells, &risk) {
            prop_assert!(unit.contains(&found.value) && found.se >= 0.0);
        }
        if let Ok(found) = uno_concordance(&train, &spells, &risk, Some(0.5 * f64::from(tau))) {
            prop_assert!(unit.contains(&found));
        }
        if let Ok(found) = cumulative_dynamic_auc(&train, &spells, &risk, &[0.5, 1.75]) {
            prop_assert!(found.points.iter().all(|point| unit.contains(&point.auc)));
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&found.mean));
        }
        if let Ok(found) = brier(&train, &spells, &[0.5, 1.75], |_, column| column.copy_from_slice(&predicted)) {
            prop_assert!(found.iter().all(|point| point.score >= 0.0 && point.reference >= 0.0));
            prop_assert!(integrated_brier(&found).unwrap().score >= 0.0);
        }
        if let Ok(found) = calibration_at(&spells, 0.5 * f64::from(tau), &predicted, groups) {
            prop_assert!(unit.contains(&found.mean_error) && found.bins.len() <= groups);
            prop_assert_eq!(found.bins.iter().map(|bin| bin.n).sum::<u64>(), test.len() as u64);
            for bin in &found.bins {
                if let (Some(observed), Some(interval)) = (bin.observed, bin.interval) {
                    prop_assert!(interval.low <= observed + 1e-9 && observed <= interval.high + 1e-9);
                    prop_assert!(unit.contains(&interval.low) && unit.contains(&interval.high), "{:?}", interval);
                }
            }
        }
        let shares = d_calibration(&predicted, &event, groups + 1).unwrap();
        prop_assert!((shares.bins.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
