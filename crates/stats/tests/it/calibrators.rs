use holdfast_stats::calibration::calibrator::{Calibrator, Kind};
use holdfast_stats::calibration::choose::choose;
use holdfast_stats::calibration::isotonic::Isotonic;
use holdfast_stats::calibration::log_loss;
use holdfast_stats::calibration::platt::Platt;
use holdfast_stats::calibration::prior_shift::{PriorShift, new_rate};
use holdfast_stats::calibration::temperature::{HIGHEST, Temperature};
use holdfast_stats::error::StatsError;
use holdfast_stats::special::{logit, sigmoid};
use proptest::prelude::*;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::de::DeserializeOwned;

use crate::reference::close;

fn stored<T: DeserializeOwned>(name: &str) -> T {
    let all: serde_json::Value = serde_json::from_str(include_str!("../reference/groups.json")).unwrap();
    serde_json::from_value(all[name].clone()).unwrap()
}

/// Scores whose true log-odds are `bend` of them.
fn sample(n: usize, seed: u64, bend: impl Fn(f64) -> f64) -> (Vec<f64>, Vec<bool>) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    (0..n)
        .map(|_| {
            let z = rng.gen_range(-4.0..2.0);
            (z, rng.gen_range(0.0..1.0) < sigmoid(bend(z)))
        })
        .unzip()
}

#[test]
fn agrees_with_scikit_learn_and_scipy() {
    let (z, y, w): (Vec<f64>, Vec<bool>, Vec<f64>) = (stored("z"), stored("y"), stored("w"));
    let platt = Platt::fit(&z, &y, &w).unwrap();
    let expected: [f64; 2] = stored("platt");
    close(platt.intercept, expected[0], 1e-6);
    close(platt.slope, expected[1], 1e-6);
    close(
        Temperature::fit(&z, &y, &w).unwrap().temperature,
        stored("temperature"),
        1e-6,
    );
    let isotonic = Isotonic::fit(&z, &y, &w).unwrap();
    let (grid, expected): (Vec<f64>, Vec<f64>) = (stored("grid"), stored("isotonic"));
    let (lowest, highest) = (isotonic.probabilities[0], isotonic.probabilities.last().unwrap());
    let mut compared = 0;
    for (z, expected) in grid.into_iter().zip(expected) {
        // Where scikit-learn says 0 or 1, or leads there, the ends are bounded by counts instead.
        let found = isotonic.probability(z);
        if found > lowest + 0.05 && found < highest - 0.05 {
            close(found, expected, 1e-12);
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn isotonic_by_hand() {
    // Scores 1 1 2 3 4: rates ½, 1, 0, 1 → 2 and 3 are pooled with 1: (1+1+0)/4 = ½; then 4: 1 → (1+1)/(1+2) = ⅔.
    let fitted = Isotonic::fit(&[1.0, 1.0, 2.0, 3.0, 4.0], &[true, false, true, false, true], &[]).unwrap();
    assert_eq!(fitted.log_odds, [1.0, 3.0, 4.0]);
    assert_eq!(fitted.probabilities, [0.5, 0.5, 2.0 / 3.0]);
    close(fitted.probability(3.5), (0.5 + 2.0 / 3.0) / 2.0, 1e-15);
    assert_eq!((fitted.probability(-9.0), fitted.probability(9.0)), (0.5, 2.0 / 3.0));
}

#[test]
fn separated_classes_stay_inside_0_and_1() {
    let (z, y) = ([-2.0, -1.0, 1.0, 2.0], [false, false, true, true]);
    for kind in Kind::ALL {
        let fitted = kind.fit(&z, &y, &[]).unwrap();
        for score in [-50.0, 0.0, 50.0] {
            assert!(fitted.apply(score).is_finite(), "{kind:?}");
        }
    }
    let isotonic = Isotonic::fit(&z, &y, &[]).unwrap();
    // Two without a churner: 1/(2+2).
    assert_eq!(isotonic.probability(-2.0), 0.25);
    assert_eq!(isotonic.probability(2.0), 0.75);
}

#[test]
fn a_ranking_is_never_turned_round_and_silence_is_left_alone() {
    let (z, y) = sample(500, 1, |z| -z);
    assert_eq!(Platt::fit(&z, &y, &[]).unwrap().slope, 0.0);
    assert_eq!(Temperature::fit(&z, &y, &[]).unwrap().temperature, HIGHEST);
    assert_eq!(
        Temperature::fit(&[0.0; 4], &[true, false, true, false], &[])
            .unwrap()
            .temperature,
        1.0
    );
    let flat = Platt::fit(&[3.0; 6], &[true, false, false, false, false, false], &[]).unwrap();
    close(flat.apply(3.0), (2.0_f64 / 6.0).ln(), 1e-12);
}

#[test]
fn errors_have_names() {
    assert_eq!(Platt::fit(&[0.0], &[true], &[]), Err(StatsError::OneClass));
    assert_eq!(Isotonic::fit(&[], &[], &[]), Err(StatsError::Empty));
    assert!(matches!(
        Temperature::fit(&[0.0, f64::NAN], &[true, false], &[]),
        Err(StatsError::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        Platt::fit(&[0.0, 1.0], &[true, false], &[1.0, 0.0]),
        Err(StatsError::NonPositiveWeight { index: 1, .. })
    ));
}

#[test]
fn the_kind_that_the_truth_needs_is_chosen() {
    let folds: Vec<u8> = (0..6000).map(|i| (i % 5) as u8).collect();
    let chosen = |bend: &dyn Fn(f64) -> f64| {
        let (z, y) = sample(6000, 7, bend);
        let chosen = choose(&z, &y, &[], &folds, &Kind::ALL).unwrap();
        assert_eq!(chosen.judged.len(), 4);
        chosen.calibrator
    };
    assert_eq!(chosen(&|z| z).kind(), Kind::Identity);
    let Calibrator::Temperature(found) = chosen(&|z| z / 3.0) else {
        panic!()
    };
    close(found.temperature, 3.0, 0.4);
    let Calibrator::Platt(found) = chosen(&|z| 1.5 + 0.5 * z) else {
        panic!()
    };
    close(found.intercept, 1.5, 0.2);
    close(found.slope, 0.5, 0.1);
    // A step that no line in log-odds can follow.
    let step = |z: f64| if z > -1.0 { 2.0 } else { -2.0 };
    let isotonic = chosen(&step);
    assert_eq!(isotonic.kind(), Kind::Isotonic);
    assert_eq!(isotonic.line(), None);
    // On new customers too.
    let (z, y) = sample(6000, 8, step);
    let p: Vec<f64> = z.iter().map(|&z| isotonic.probability(z)).collect();
    assert!(log_loss(&p, &y).unwrap() < 0.4);
    let stored: Calibrator = serde_json::from_str(&serde_json::to_string(&isotonic).unwrap()).unwrap();
    assert_eq!(stored, isotonic);
}

#[test]
fn a_shifted_churn_rate_is_undone_and_found() {
    close(PriorShift::between(0.5, 0.1).unwrap().apply(0.0), logit(0.1), 1e-12);
    assert!(PriorShift::between(0.0, 0.1).is_err());
    // Scores N(±1, 1) by outcome, learned at 50 %: log-odds = 2x. Used where 15 % churn.
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
    let (mut p, mut labels) = (Vec::new(), Vec::new());
    for _ in 0..40_000 {
        let label = rng.gen_range(0.0..1.0) < 0.15;
        let normal = (0..12).map(|_| rng.gen_range(0.0..1.0)).sum::<f64>() - 6.0;
        p.push(sigmoid(2.0 * (normal + if label { 1.0 } else { -1.0 })));
        labels.push(label);
    }
    let rate = new_rate(&p, 0.5).unwrap();
    close(rate, 0.15, 0.01);
    let shift = PriorShift::between(0.5, rate).unwrap();
    let corrected: Vec<f64> = p.iter().map(|&p| sigmoid(shift.apply(logit(p)))).collect();
    let mean = corrected.iter().sum::<f64>() / corrected.len() as f64;
    close(mean, 0.15, 0.01);
    assert!(log_loss(&corrected, &labels).unwrap() < log_loss(&p, &labels).unwrap() - 0.05);
    assert!(matches!(new_rate(&[0.1, 0.2], 0.5), Err(StatsError::NoMaximum { .. })));
    assert!(matches!(new_rate(&[0.5, 0.5], 0.5), Err(StatsError::NoSpread { .. })));
}

proptest! {
    #[test]
    fn a_weight_of_two_is_a_row_twice_and_order_does_not_matter(
        rows in prop::collection::vec((-30i32..30, any::<bool>(), any::<bool>()), 4..60)
    ) {
        let labels: Vec<bool> = rows.iter().map(|r| r.1).collect();
        prop_assume!(labels.iter().any(|&l| l) && labels.iter().any(|&l| !l));
        let z: Vec<f64> = rows.iter().map(|r| f64::from(r.0) / 10.0).collect();
        let weights: Vec<f64> = rows.iter().map(|r| if r.2 { 2.0 } else { 1.0 }).collect();
        let twice = rows.iter().rev().flat_map(|r| std::iter::repeat_n(r, if r.2 { 2 } else { 1 }));
        let (z2, l2): (Vec<f64>, Vec<bool>) = twice.map(|r| (f64::from(r.0) / 10.0, r.1)).unzip();
        for kind in Kind::ALL {
            let (a, b) = (kind.fit(&z, &labels, &weights).unwrap(), kind.fit(&z2, &l2, &[]).unwrap());
            let mut last = f64::NEG_INFINITY;
            for step in -40..=40 {
                let at = f64::from(step) / 10.0;
                prop_assert!((a.apply(at) - b.apply(at)).abs() < 1e-5, "{kind:?} at {at}: {a:?} {b:?}");
                prop_assert!(a.apply(at) >= last - 1e-12 && a.apply(at).is_finite());
                last = a.apply(at);
            }
        }
    }
}
