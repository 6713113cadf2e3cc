use holdfast_stats::error::StatsError;
use holdfast_stats::profit::{Terms, maximum_profit};
use holdfast_stats::targeting::curve;

use crate::reference::close;

#[test]
fn four_customers_by_hand() {
    // Falling: churned, then one churned and one retained tied, then retained.
    let points = curve(
        &[0.9, 0.5, 0.5, 0.1],
        &[true, true, false, false],
        &Terms::verbraken(),
        4,
    )
    .unwrap();
    let shares: Vec<f64> = points.iter().map(|p| p.share).collect();
    assert_eq!(shares, [0.25, 0.5, 0.75, 1.0]);
    let thresholds: Vec<f64> = points.iter().map(|p| p.threshold).collect();
    assert_eq!(thresholds, [0.9, 0.5, 0.5, 0.1]);
    let gains: Vec<f64> = points.iter().map(|p| p.gains).collect();
    assert_eq!(gains, [0.5, 0.75, 1.0, 1.0]);
    close(points[0].lift, 2.0, 1e-12);
    close(points[1].response, 0.75, 1e-12);
    close(points[3].lift, 1.0, 1e-12);
    // A churner brings 56 at a spend of 4, another customer −11 at a spend of 11.
    close(points[0].profit, 56.0 / 4.0, 1e-12);
    close(points[0].roi.unwrap(), 56.0 / 4.0, 1e-12);
    close(points[1].profit, (1.5 * 56.0 - 0.5 * 11.0) / 4.0, 1e-12);
    close(
        points[1].roi.unwrap(),
        (1.5 * 56.0 - 0.5 * 11.0) / (1.5 * 4.0 + 0.5 * 11.0),
        1e-12,
    );
    close(points[3].profit, (2.0 * 56.0 - 2.0 * 11.0) / 4.0, 1e-12);
}

#[test]
fn a_point_per_customer_meets_the_maximum_profit() {
    let scores: Vec<f64> = (0..200).map(|i| f64::from((i * 37) % 200)).collect();
    let labels: Vec<bool> = scores.iter().map(|s| (s * 13.0) % 50.0 < s / 8.0).collect();
    let points = curve(&scores, &labels, &Terms::verbraken(), 200).unwrap();
    let best = maximum_profit(&scores, &labels, &Terms::verbraken()).unwrap();
    let highest = points.iter().map(|p| p.profit).fold(f64::NEG_INFINITY, f64::max);
    close(highest, best.profit, 1e-9);
}

#[test]
fn more_points_than_customers_cut_inside_a_customer() {
    let points = curve(&[0.9, 0.1], &[true, false], &Terms::verbraken(), 8).unwrap();
    close(points[0].gains, 0.25, 1e-12);
    assert_eq!(points[3].threshold, 0.9);
    assert_eq!(points[4].threshold, 0.1);
}

#[test]
fn nothing_spent_has_no_return() {
    let free = Terms {
        offer_cost: 0.0,
        contact_cost: 0.0,
        ..Terms::verbraken()
    };
    let points = curve(&[0.9, 0.1], &[true, false], &free, 2).unwrap();
    assert_eq!(points[0].roi, None);
    close(points[0].profit, 30.0, 1e-12);
}

#[test]
fn bad_input_is_named() {
    let none = curve(&[0.9, 0.1], &[true, false], &Terms::verbraken(), 0);
    assert!(matches!(none, Err(StatsError::OutOfRange { name: "points", .. })));
    assert_eq!(
        curve(&[0.9, 0.1], &[true, true], &Terms::verbraken(), 2),
        Err(StatsError::OneClass)
    );
}
