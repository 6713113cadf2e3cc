use holdfast_stats::calibration::{brier, brier_parts, ece, log_loss, reliability, slope_intercept};
use holdfast_stats::error::StatsError;
use holdfast_stats::interval::wilson;
use holdfast_stats::special::sigmoid;

use crate::reference::{Section, close};

#[test]
fn proper_scores_by_hand() {
    let labels = [true, false];
    close(
        log_loss(&[0.8, 0.4], &labels).unwrap(),
        -(0.8_f64.ln() + 0.6_f64.ln()) / 2.0,
        1e-15,
    );
    close(brier(&[0.8, 0.4], &labels).unwrap(), (0.04 + 0.16) / 2.0, 1e-15);
    assert_eq!(brier(&[1.0, 0.0], &labels), Ok(0.0));
    // A certain error is dear but finite; one class is enough.
    close(log_loss(&[0.0], &[true]).unwrap(), -(1e-15_f64.ln()), 1e-9);
}

#[test]
fn agrees_with_scikit_learn_and_scipy() {
    let reference = Section::named("ranking");
    let (p, labels): (Vec<f64>, Vec<bool>) = (reference.get("scores"), reference.get("labels"));
    close(log_loss(&p, &labels).unwrap(), reference.get("log_loss"), 1e-12);
    close(brier(&p, &labels).unwrap(), reference.get("brier"), 1e-12);
    let fitted = slope_intercept(&p, &labels).unwrap();
    close(fitted.slope, reference.get("slope"), 1e-7);
    close(fitted.slope_se, reference.get("slope_se"), 1e-7);
    close(fitted.intercept, reference.get("intercept"), 1e-10);
}

#[test]
fn bins_hold_equal_counts_and_never_split_ties() {
    // Four customers at .1, then .2, .3, .4, .9: the first of four bins of two swallows the tie.
    let p = [0.9, 0.1, 0.1, 0.2, 0.1, 0.3, 0.1, 0.4];
    let labels = [true, false, false, false, true, true, false, false];
    let bins = reliability(&p, &labels, 4).unwrap();
    assert_eq!(bins.iter().map(|bin| bin.customers).collect::<Vec<_>>(), [4, 2, 2]);
    close(bins[0].predicted, 0.1, 1e-15);
    close(bins[1].predicted, 0.25, 1e-15);
    close(bins[2].predicted, 0.65, 1e-15);
    assert_eq!(
        bins.iter().map(|bin| bin.observed).collect::<Vec<_>>(),
        [0.25, 0.5, 0.5]
    );
    assert_eq!(bins[0].interval, wilson(1, 4));
    close(
        ece(&p, &labels, 4).unwrap(),
        (4.0 * 0.15 + 2.0 * 0.25 + 2.0 * 0.15) / 8.0,
        1e-15,
    );
}

#[test]
fn parts_add_up_to_brier_where_bins_hold_one_probability() {
    let p = [0.1, 0.1, 0.1, 0.1, 0.7, 0.7, 0.7, 0.7];
    let labels = [false, true, false, false, true, true, false, true];
    let parts = brier_parts(&p, &labels, 2).unwrap();
    close(parts.reliability, (0.15_f64.powi(2) + 0.05_f64.powi(2)) / 2.0, 1e-15);
    close(parts.resolution, 0.0625, 1e-15);
    close(parts.uncertainty, 0.25, 1e-15);
    let sum = parts.reliability - parts.resolution + parts.uncertainty;
    close(sum, brier(&p, &labels).unwrap(), 1e-15);
}

#[test]
fn more_bins_than_customers_is_one_bin_each() {
    let bins = reliability(&[0.2, 0.8, 0.5], &[false, true, true], 1000).unwrap();
    assert_eq!(bins.iter().map(|bin| bin.customers).collect::<Vec<_>>(), [1, 1, 1]);
}

#[test]
fn overconfidence_is_found_again() {
    // True log-odds −2…2; stated twice as large and shifted by ½: slope ½ by construction.
    let (mut p, mut labels) = (Vec::new(), Vec::new());
    for step in -20..=20 {
        let z = f64::from(step) / 10.0;
        let churned = (sigmoid(z) * 10_000.0).round() as usize;
        for k in 0..10_000 {
            p.push(sigmoid(2.0 * z + 0.5));
            labels.push(k < churned);
        }
    }
    let fitted = slope_intercept(&p, &labels).unwrap();
    close(fitted.slope, 0.5, 1e-3);
    assert!(fitted.intercept < -0.3, "{}", fitted.intercept);
}

#[test]
fn unsolvable_slopes_are_named() {
    let separated = slope_intercept(&[0.1, 0.2, 0.8], &[false, false, true]);
    assert_eq!(separated, Err(StatsError::Separation));
    let inverted = slope_intercept(&[0.1, 0.2, 0.8], &[true, true, false]);
    assert_eq!(inverted, Err(StatsError::Separation));
    // Both classes at .2 and nothing else in between: quasi-complete separation has no finite slope either.
    let quasi = slope_intercept(&[0.2, 0.2, 0.8], &[false, true, true]);
    assert_eq!(quasi, Err(StatsError::Separation));
    assert_eq!(
        slope_intercept(&[0.3; 3], &[true, false, true]),
        Err(StatsError::NoSpread { name: "probability" })
    );
    assert_eq!(slope_intercept(&[0.3, 0.4], &[true, true]), Err(StatsError::OneClass));
}

#[test]
fn certain_and_wrong_probabilities_still_converge() {
    let fitted = slope_intercept(&[0.0, 1.0, 0.0, 1.0, 0.5], &[true, true, false, false, true]).unwrap();
    close(fitted.slope, 0.0, 1e-9);
    assert!(fitted.slope_se > 0.0 && fitted.intercept.is_finite());
}

#[test]
fn what_is_no_probability_is_named() {
    assert_eq!(
        brier(&[0.5, 1.5], &[true, false]),
        Err(StatsError::NotProbability { index: 1, value: 1.5 })
    );
    assert!(matches!(
        log_loss(&[f64::NAN], &[true]),
        Err(StatsError::NotFinite { index: 0, .. })
    ));
    assert_eq!(ece(&[], &[], 10), Err(StatsError::Empty));
    assert!(matches!(
        reliability(&[0.5], &[true], 0),
        Err(StatsError::OutOfRange { name: "bins", .. })
    ));
}

#[test]
fn a_certain_and_wrong_prediction_still_has_an_intercept() {
    // Probability 1 and retained: between it and the others lies a plateau, where the sum of the probabilities is the
    // number of churned customers to 7 digits. With o the other odds, its middle is −(ln((1 − 1e-15)/1e-15) + ln Σo)/2.
    let fitted = slope_intercept(&[0.4, 0.35, 0.55, 1.0], &[true, false, false, false]).unwrap();
    let odds: f64 = [0.4, 0.35, 0.55].iter().map(|p| p / (1.0 - p)).sum();
    close(fitted.intercept, -(34.538_776_394_910_684 + odds.ln()) / 2.0, 1e-6);
}
