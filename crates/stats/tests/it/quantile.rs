use holdfast_stats::quantile::{cut_points, quantile};

use crate::reference::{Section, close};

#[test]
fn agrees_with_numpy() {
    let reference = Section::named("other");
    let sorted: Vec<f64> = reference.get("sorted");
    for [q, expected] in reference.get::<Vec<[f64; 2]>>("quantiles") {
        close(quantile(&sorted, q), expected, 1e-12);
    }
}

#[test]
fn by_hand() {
    assert_eq!(quantile(&[10.0, 20.0, 40.0], 0.75), 30.0);
    assert_eq!(quantile(&[10.0], 0.3), 10.0);
    assert_eq!(quantile(&[10.0, 20.0], 7.0), 20.0);
    assert_eq!(quantile(&[-f64::MAX, f64::MAX], 0.5), 0.0);
}

#[test]
fn cuts_split_into_equal_counts() {
    let values: Vec<f64> = (1..=8).map(f64::from).rev().collect();
    assert_eq!(cut_points(&values, 4), [2.0, 4.0, 6.0]);
    assert_eq!(cut_points(&values, 3), [3.0, 6.0]);
}

#[test]
fn ties_make_fewer_cuts_and_the_maximum_is_none() {
    assert_eq!(
        cut_points(&[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, f64::NAN], 4),
        [0.0, 1.0]
    );
    assert_eq!(cut_points(&[1.0, 2.0, 2.0, 2.0], 4), [1.0]);
    assert_eq!(cut_points(&[-0.0, 0.0, 1.0], 3), [0.0]);
}

#[test]
fn degenerate_columns_have_no_cuts() {
    for values in [&[][..], &[f64::NAN], &[3.0; 5], &[f64::INFINITY, f64::NEG_INFINITY]] {
        assert!(cut_points(values, 10).is_empty(), "{values:?}");
    }
    assert!(cut_points(&[1.0, 2.0], 1).is_empty());
    assert!(cut_points(&[1.0, 2.0], 0).is_empty());
    assert_eq!(cut_points(&[1.0, 2.0], usize::MAX), [1.0]);
}
