use holdfast_stats::discrimination::{auc, auc_of_column, average_precision, ks, roc_curve, top_share_lift};
use holdfast_stats::error::StatsError;

use crate::reference::{Section, close};

/// Falling scores 4, 3 (two tied), 2, 1 with one churned among the tied.
const SCORES: [f64; 5] = [3.0, 1.0, 4.0, 3.0, 2.0];
const LABELS: [bool; 5] = [true, false, true, false, false];

#[test]
fn small_case_with_a_tie_by_hand() {
    // Pairs: churned at 4 beats all three, churned at 3 beats two and ties with one: (3 + 2.5)/6.
    close(auc(&SCORES, &LABELS).unwrap(), 5.5 / 6.0, 1e-15);
    // Recall ½ at precision 1, then ½ more at precision 2/3.
    close(
        average_precision(&SCORES, &LABELS).unwrap(),
        0.5 + 0.5 * 2.0 / 3.0,
        1e-15,
    );
    // After the tie: all churned, one of three retained.
    close(ks(&SCORES, &LABELS).unwrap(), 2.0 / 3.0, 1e-15);
    // The top 40 % are the churner at 4 and half of the tie: 1.5 of 2 churners.
    close(top_share_lift(&SCORES, &LABELS, 0.4).unwrap(), 0.75 / 0.4, 1e-15);
    close(top_share_lift(&SCORES, &LABELS, 1.0).unwrap(), 1.0, 1e-15);
}

#[test]
fn perfect_inverted_and_constant() {
    let labels = [true, true, false, false];
    assert_eq!(auc(&[4.0, 3.0, 2.0, 1.0], &labels), Ok(1.0));
    assert_eq!(auc(&[1.0, 2.0, 3.0, 4.0], &labels), Ok(0.0));
    assert_eq!(ks(&[1.0, 2.0, 3.0, 4.0], &labels), Ok(1.0));
    assert_eq!(auc(&[7.0; 4], &labels), Ok(0.5));
    assert_eq!(average_precision(&[7.0; 4], &labels), Ok(0.5));
    assert_eq!(ks(&[7.0; 4], &labels), Ok(0.0));
    assert_eq!(top_share_lift(&[7.0; 4], &labels, 0.1), Ok(1.0));
}

#[test]
fn zero_and_minus_zero_tie() {
    assert_eq!(auc(&[0.0, -0.0], &[true, false]), Ok(0.5));
}

#[test]
fn agrees_with_scikit_learn_and_scipy() {
    let reference = Section::named("ranking");
    let (scores, labels): (Vec<f64>, Vec<bool>) = (reference.get("scores"), reference.get("labels"));
    close(auc(&scores, &labels).unwrap(), reference.get("auc"), 1e-12);
    close(
        average_precision(&scores, &labels).unwrap(),
        reference.get("average_precision"),
        1e-12,
    );
    close(ks(&scores, &labels).unwrap(), reference.get("ks"), 1e-12);
}

#[test]
fn curve_has_ties_as_one_step_and_drops_straight_points() {
    let points = roc_curve(&SCORES, &LABELS, 100).unwrap();
    let found: Vec<(f64, f64)> = points
        .iter()
        .map(|p| (p.false_positive_rate, p.true_positive_rate))
        .collect();
    // The retained at 2 lies on the straight line to the end.
    assert_eq!(found, [(0.0, 0.0), (0.0, 0.5), (1.0 / 3.0, 1.0), (1.0, 1.0)]);
}

#[test]
fn thinned_curve_keeps_both_ends_and_the_area() {
    let n = 20_000;
    let scores: Vec<f64> = (0..n).map(|i| f64::from((i * 7919) % n)).collect();
    let labels: Vec<bool> = scores.iter().map(|s| (s * 31.0) % 97.0 < s / 400.0).collect();
    let points = roc_curve(&scores, &labels, 200).unwrap();
    assert_eq!(points.len(), 200);
    assert_eq!(
        (points[0].false_positive_rate, points[0].true_positive_rate),
        (0.0, 0.0)
    );
    assert_eq!(
        (points[199].false_positive_rate, points[199].true_positive_rate),
        (1.0, 1.0)
    );
    let area: f64 = points
        .windows(2)
        .map(|w| {
            (w[1].false_positive_rate - w[0].false_positive_rate) * (w[1].true_positive_rate + w[0].true_positive_rate)
                / 2.0
        })
        .sum();
    close(area, auc(&scores, &labels).unwrap(), 5e-3);
}

#[test]
fn a_column_skips_missing_values() {
    let values = [f64::NAN, 1.0, 2.0, f64::NAN, 3.0];
    assert_eq!(auc_of_column(&values, &[true, false, true, false, true]), Ok(1.0));
    assert_eq!(
        auc_of_column(&values, &[false, true, true, false, true]),
        Err(StatsError::OneClass)
    );
    assert_eq!(auc_of_column(&[f64::NAN; 2], &[true, false]), Err(StatsError::Empty));
    let infinite = auc_of_column(&[1.0, f64::INFINITY], &[true, false]);
    assert_eq!(
        infinite,
        Err(StatsError::NotFinite {
            index: 1,
            value: f64::INFINITY
        })
    );
}

#[test]
fn what_cannot_be_ranked_is_named() {
    assert_eq!(auc(&[], &[]), Err(StatsError::Empty));
    assert_eq!(auc(&[1.0], &[]), Err(StatsError::LengthMismatch { left: 1, right: 0 }));
    assert_eq!(ks(&[1.0, 2.0], &[true, true]), Err(StatsError::OneClass));
    let nan = average_precision(&[1.0, f64::NAN], &[true, false]).unwrap_err();
    assert!(matches!(nan, StatsError::NotFinite { index: 1, .. }));
    assert!(matches!(
        top_share_lift(&SCORES, &LABELS, 0.0),
        Err(StatsError::OutOfRange { name: "share", .. })
    ));
    assert!(matches!(
        roc_curve(&SCORES, &LABELS, 1),
        Err(StatsError::OutOfRange { name: "points", .. })
    ));
}
