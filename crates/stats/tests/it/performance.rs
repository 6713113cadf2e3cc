use holdfast_stats::error::StatsError;
use holdfast_stats::performance::{Figure, by_period, difference, estimate, paired, realised};
use proptest::prelude::*;

use crate::reference::{close, watch};
use crate::world::World;

fn stored() -> (Vec<f64>, Vec<f64>, Vec<bool>) {
    let all = watch("paired");
    let get = |name: &str| serde_json::from_value(all[name].clone()).unwrap();
    let labels = serde_json::from_value(all["labels"].clone()).unwrap();
    (get("champion"), get("challenger"), labels)
}

#[test]
fn realised_figures_agree_with_scikit_learn_and_delong() {
    let (champion, _, labels) = stored();
    let (found, expected) = (realised(&champion, &labels, &[]).unwrap(), watch("paired"));
    let number = |name: &str| expected[name].as_f64().unwrap();
    let auc = found.auc.unwrap();
    close(auc.value, number("auc"), 1e-12);
    close(auc.se, number("auc_se"), 1e-12);
    close(found.log_loss.value, number("log_loss"), 1e-12);
    close(found.log_loss.se, number("log_loss_se"), 1e-12);
    close(found.brier.value, number("brier"), 1e-12);
    let (lost, stated) = (
        labels.iter().filter(|&&l| l).count() as f64,
        champion.iter().sum::<f64>(),
    );
    close(found.calibration_ratio.unwrap().value, lost / stated, 1e-12);
    assert!(found.recalibration.unwrap().slope < 1.0);
}

#[test]
fn the_paired_comparison_agrees_with_delong() {
    let (champion, challenger, labels) = stored();
    let (found, expected) = (paired(&champion, &challenger, &labels, &[]).unwrap(), watch("paired"));
    let number = |name: &str| expected[name].as_f64().unwrap();
    let auc = found.auc.unwrap();
    close(auc.difference, number("auc_difference"), 1e-12);
    close(auc.se, number("auc_difference_se"), 1e-12);
    close(auc.p_value, number("auc_p"), 1e-9);
    close(found.log_loss.difference, number("log_loss_difference"), 1e-12);
    close(found.log_loss.se, number("log_loss_difference_se"), 1e-12);
    close(found.log_loss.p_value, number("log_loss_p"), 1e-9);
    let same = paired(&champion, &champion, &labels, &[]).unwrap();
    assert_eq!((same.auc.unwrap().p_value, same.log_loss.p_value), (1.0, 1.0));
}

#[test]
fn a_customer_with_ten_equal_rows_is_one_customer() {
    let (champion, challenger, labels) = stored();
    let rows = |copies: usize| -> Vec<usize> { (0..labels.len()).flat_map(|k| vec![k; copies]).collect() };
    let (once, tenfold) = (rows(1), rows(10));
    let compare = |rows: &[usize]| {
        let take = |p: &[f64]| rows.iter().map(|&k| p[k]).collect::<Vec<_>>();
        let labels: Vec<bool> = rows.iter().map(|&k| labels[k]).collect();
        let customers: Vec<u32> = rows.iter().map(|&k| k as u32).collect();
        paired(&take(&champion), &take(&challenger), &labels, &customers).unwrap()
    };
    let (a, b) = (compare(&once), compare(&tenfold));
    close(a.log_loss.se, b.log_loss.se, 1e-12);
    close(a.auc.unwrap().se, b.auc.unwrap().se, 1e-12);
    // And with a customer a row it is DeLong's, but for n − 1 in each class.
    close(
        a.auc.unwrap().se / watch("paired")["auc_difference_se"].as_f64().unwrap(),
        1.0,
        0.01,
    );
}

#[test]
fn estimates_agree_with_outcomes_drawn_from_the_probabilities() {
    let (champion, _, _) = stored();
    let (found, expected) = (estimate(&champion, 0.4).unwrap(), watch("estimated"));
    let agree = |name: &str, figure: Figure| {
        let number = |of: &str| expected[name][of].as_f64().unwrap();
        // 20,000 draws: the mean is known to sd/141, the standard deviation to half a per cent.
        close(figure.value, number("mean"), 0.04 * number("sd"));
        close(figure.se / number("sd"), 1.0, 0.03);
    };
    agree("auc", found.auc.unwrap());
    agree("log_loss", found.log_loss);
    agree("brier", found.brier);
    agree("churn_rate", found.churn_rate);
    agree("precision", found.precision.unwrap());
    agree("recall", found.recall.unwrap());
}

#[test]
fn two_customers_by_hand() {
    // One of two churns: (.8, stays .8) or (.2, stays .2); the pairs won .8·.8 of .64 + .04.
    let found = estimate(&[0.8, 0.2], 0.5).unwrap();
    close(found.auc.unwrap().value, 0.64 / 0.68, 1e-12);
    close(found.brier.value, 0.16, 1e-12);
    close(found.recall.unwrap().value, 0.8, 1e-12);
    assert_eq!((found.selected, found.churn_rate.value), (0.5, 0.5));
    let certain = estimate(&[0.0, 0.0], 0.5).unwrap();
    assert_eq!((certain.auc, certain.recall, certain.precision), (None, None, None));
    assert_eq!(estimate(&[0.3], 0.5).unwrap().auc, None);
    assert!(matches!(estimate(&[0.3], f64::NAN), Err(StatsError::OutOfRange { .. })));
    assert_eq!(estimate(&[], 0.5), Err(StatsError::Empty));
}

#[test]
fn intervals_hold_the_outcomes_of_calibrated_scores() {
    let mut world = World::new(5);
    let (mut held, mut auc_held) = (0, 0);
    for _ in 0..400 {
        let p: Vec<f64> = (0..300).map(|_| 1.0 / (1.0 + (1.5 - world.normal()).exp())).collect();
        let labels = world.labels(&p);
        let (stated, came) = (estimate(&p, 0.3).unwrap(), realised(&p, &labels, &[]).unwrap());
        let inside = |figure: Figure, value: f64| (figure.low..=figure.high).contains(&value);
        held += i32::from(inside(stated.log_loss, came.log_loss.value));
        auc_held += i32::from(inside(stated.auc.unwrap(), came.auc.unwrap().value));
    }
    // 95 % of 400 is 380, give or take 13 in three standard deviations.
    assert!((364..=396).contains(&held), "log loss {held}");
    assert!((364..=396).contains(&auc_held), "AUC {auc_held}");
}

#[test]
fn one_class_has_a_log_loss_and_no_area() {
    let found = realised(&[0.2, 0.4], &[false, false], &[]).unwrap();
    assert_eq!((found.auc, found.recalibration, found.lost), (None, None, 0));
    close(found.log_loss.value, -(0.8_f64.ln() + 0.6_f64.ln()) / 2.0, 1e-12);
    assert_eq!(found.calibration_ratio.unwrap().value, 0.0);
    assert_eq!(realised(&[0.0], &[false], &[]).unwrap().calibration_ratio, None);
    // One row says nothing about chance.
    let one = paired(&[0.2], &[0.3], &[true], &[]).unwrap();
    assert_eq!((one.auc, one.log_loss.p_value), (None, 1.0));
    assert!(matches!(
        realised(&[0.2], &[true], &[1, 2]),
        Err(StatsError::LengthMismatch { .. })
    ));
}

#[test]
fn periods_are_judged_apart() {
    let (p, labels) = ([0.9, 0.2, 0.8, 0.1, 0.7], [true, false, false, true, true]);
    let found = by_period(&p, &labels, &[7, 7, 2, 2, 7]).unwrap();
    assert_eq!(
        found.iter().map(|f| (f.period, f.realised.rows)).collect::<Vec<_>>(),
        [(2, 2), (7, 3)]
    );
    assert_eq!(found[0].realised.auc.unwrap().value, 0.0);
    assert_eq!(found[1].realised.auc.unwrap().value, 1.0);
    assert!(matches!(
        by_period(&p, &labels, &[]),
        Err(StatsError::LengthMismatch { .. })
    ));
}

#[test]
fn two_figures_differ_by_their_joint_error() {
    let figure = |value, se| Figure {
        value,
        se,
        low: value,
        high: value,
    };
    let test = difference(&figure(0.80, 0.03), &figure(0.70, 0.04)).unwrap();
    close(test.difference, -0.1, 1e-12);
    close(test.se, 0.05, 1e-12);
    close(test.p_value, 0.0455, 1e-4);
    assert!(difference(&figure(f64::NAN, 0.0), &figure(0.0, 0.0)).is_err());
}

proptest! {
    #[test]
    fn no_figure_is_nan_and_row_order_does_not_matter(
        rows in prop::collection::vec((0.0_f64..=1.0, 0.0_f64..=1.0, any::<bool>()), 1..40),
        certain in any::<bool>(),
    ) {
        let round = |p: f64| if certain { p.round() } else { (p * 8.0).round() / 8.0 };
        let p: Vec<f64> = rows.iter().map(|row| round(row.0)).collect();
        let q: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let labels: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let turned = |v: &[f64]| v.iter().rev().copied().collect::<Vec<_>>();
        let labels_turned: Vec<bool> = labels.iter().rev().copied().collect();
        let (a, b) = (paired(&p, &q, &labels, &[]).unwrap(), paired(&turned(&p), &turned(&q), &labels_turned, &[]).unwrap());
        prop_assert!((a.log_loss.difference - b.log_loss.difference).abs() < 1e-9);
        prop_assert!(a.log_loss.p_value >= 0.0 && a.log_loss.p_value <= 1.0);
        if let Some(auc) = a.auc {
            prop_assert!((0.0..=1.0).contains(&auc.p_value));
        }
        let stated = estimate(&p, 0.5).unwrap();
        if let Some(auc) = stated.auc {
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&auc.value) && auc.se.is_finite());
        }
        let came = realised(&p, &labels, &[]).unwrap();
        prop_assert!(came.log_loss.value.is_finite() && came.log_loss.se.is_finite());
    }
}
