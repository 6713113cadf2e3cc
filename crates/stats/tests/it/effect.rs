use holdfast_stats::effect::{chi_squared, cramers_v, standardised_mean_difference, welch_t};
use holdfast_stats::error::StatsError;
use holdfast_stats::fdr::benjamini_hochberg;

use crate::reference::{Section, close};

#[test]
fn agrees_with_numpy_and_scipy() {
    let reference = Section::named("effect");
    let (a, b): (Vec<f64>, Vec<f64>) = (reference.get("a"), reference.get("b"));
    close(
        standardised_mean_difference(&a, &b).unwrap(),
        reference.get("smd"),
        1e-12,
    );
    let welch = welch_t(&a, &b).unwrap();
    let expected: [f64; 3] = reference.get("welch");
    close(welch.statistic, expected[0], 1e-10);
    close(welch.degrees_of_freedom, expected[1], 1e-9);
    close(welch.p_value, expected[2], 1e-10);
    let counts: Vec<[u64; 2]> = reference.get("counts");
    let chi = chi_squared(&counts).unwrap();
    let expected: [f64; 3] = reference.get("chi_squared");
    close(chi.statistic, expected[0], 1e-10);
    assert_eq!(chi.degrees_of_freedom, expected[1]);
    close(chi.p_value, expected[2], 1e-12);
    close(cramers_v(&counts).unwrap(), reference.get("cramers_v"), 1e-12);
}

#[test]
fn mean_difference_by_hand() {
    // Means 2 and 4, variances 1 and 4: pooled (2·1 + 2·4)/4 = 2.5.
    let d = standardised_mean_difference(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]).unwrap();
    close(d, -2.0 / 2.5_f64.sqrt(), 1e-15);
}

#[test]
fn no_spread_is_no_difference_or_an_error() {
    assert_eq!(standardised_mean_difference(&[0.1; 30], &[0.1; 7]), Ok(0.0));
    assert_eq!(
        standardised_mean_difference(&[1.0; 3], &[2.0; 3]),
        Err(StatsError::NoSpread { name: "both groups" })
    );
    let same = welch_t(&[0.1; 30], &[0.1; 7]).unwrap();
    assert_eq!((same.statistic, same.p_value), (0.0, 1.0));
    assert_eq!(
        welch_t(&[1.0; 3], &[2.0; 3]),
        Err(StatsError::NoSpread { name: "both groups" })
    );
}

#[test]
fn values_too_large_to_square_are_named() {
    let huge = [f64::MAX, -f64::MAX, f64::MAX];
    assert!(matches!(welch_t(&huge, &[1.0, 2.0]), Err(StatsError::Overflow { .. })));
    assert!(matches!(
        standardised_mean_difference(&[1.0, f64::INFINITY], &[1.0]),
        Err(StatsError::NotFinite { .. })
    ));
    assert!(matches!(
        standardised_mean_difference(&[1.0], &[2.0]),
        Err(StatsError::TooFew { needed: 3, .. })
    ));
    assert!(matches!(
        welch_t(&[1.0], &[2.0, 3.0]),
        Err(StatsError::TooFew { needed: 2, .. })
    ));
    assert_eq!(welch_t(&[], &[2.0, 3.0]), Err(StatsError::Empty));
}

#[test]
fn association_of_two_by_two_by_hand() {
    // φ² = (30·30 − 10·10)²/(40⁴) = .25, n = 80: χ² = 20.
    let chi = chi_squared(&[[30, 10], [10, 30]]).unwrap();
    close(chi.statistic, 20.0, 1e-12);
    let corrected: f64 = 0.25 - 1.0 / 79.0;
    close(
        cramers_v(&[[30, 10], [10, 30]]).unwrap(),
        (corrected / (1.0 - 1.0 / 79.0)).sqrt(),
        1e-12,
    );
    assert_eq!(cramers_v(&[[50, 50], [20, 20]]), Ok(0.0));
    assert_eq!(cramers_v(&[[100, 0], [0, 100]]), Ok(1.0));
}

#[test]
fn a_category_per_customer_says_nothing() {
    assert_eq!(cramers_v(&[[1, 0], [0, 1], [1, 0], [0, 1]]), Ok(0.0));
    assert_eq!(cramers_v(&[[1, 0], [0, 1]]), Ok(0.0));
}

#[test]
fn tables_without_two_sides_are_named() {
    assert_eq!(chi_squared(&[]), Err(StatsError::Empty));
    assert_eq!(chi_squared(&[[0, 0], [0, 0]]), Err(StatsError::Empty));
    assert_eq!(cramers_v(&[[3, 0], [4, 0]]), Err(StatsError::OneClass));
    assert!(matches!(
        chi_squared(&[[3, 1], [0, 0]]),
        Err(StatsError::TooFew { found: 1, .. })
    ));
}

#[test]
fn false_discovery_agrees_with_scipy() {
    let reference = Section::named("other");
    let adjusted = benjamini_hochberg(&reference.get::<Vec<f64>>("p_values")).unwrap();
    for (found, expected) in adjusted.iter().zip(reference.get::<Vec<f64>>("adjusted")) {
        close(*found, expected, 1e-15);
    }
}

#[test]
fn false_discovery_by_hand() {
    // Sorted .01 .02 .04 × 3/rank: .03, .03, .04.
    assert_eq!(benjamini_hochberg(&[0.04, 0.01, 0.02]), Ok(vec![0.04, 0.03, 0.03]));
    assert_eq!(benjamini_hochberg(&[]), Ok(Vec::new()));
    assert!(matches!(
        benjamini_hochberg(&[0.1, f64::NAN]),
        Err(StatsError::NotFinite { index: 1, .. })
    ));
    assert_eq!(
        benjamini_hochberg(&[-0.1]),
        Err(StatsError::NotProbability { index: 0, value: -0.1 })
    );
}
