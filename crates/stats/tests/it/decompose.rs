use holdfast_stats::decompose::{RatioSegment, ratio, total};
use holdfast_stats::error::StatsError;
use proptest::prelude::*;

use crate::reference::close;

fn counts(numerator: [f64; 2], denominator: [f64; 2]) -> RatioSegment {
    RatioSegment {
        numerator,
        denominator,
        variance: None,
    }
}

#[test]
fn mix_and_rate_by_hand() {
    // A: 10 of 100, then 20 of 300; B: 40 of 100, then 30 of 100. R: 50/200 = .25, then 50/400 = .125.
    // A: w .5 → .75, r .1 → .0667: rate .625 · −.0333 = −.020833; mix (.083333 − .1875) · .25 = −.026042.
    // B: w .5 → .25, r .4 → .3: rate .375 · −.1 = −.0375; mix (.35 − .1875) · −.25 = −.040625.
    let found = ratio(&[
        counts([10.0, 20.0], [100.0, 300.0]),
        counts([40.0, 30.0], [100.0, 100.0]),
    ])
    .unwrap();
    assert_eq!(found.ratio, [0.25, 0.125]);
    let order: Vec<usize> = found.segments.iter().map(|effect| effect.segment).collect();
    assert_eq!(order, [1, 0]);
    close(found.segments[1].rate, -0.020_833_333, 1e-9);
    close(found.segments[1].mix, -0.026_041_667, 1e-9);
    close(found.segments[0].rate, -0.0375, 1e-12);
    close(found.segments[0].mix, -0.040_625, 1e-12);
    close(found.rate + found.mix, -0.125, 1e-12);
}

#[test]
fn newcombe_by_his_own_example() {
    // Newcombe (1998), table II, method 10: 56/70 − 48/80 = .2, interval .0524 to .3339. One segment has weight 1.
    let found = ratio(&[counts([48.0, 56.0], [80.0, 70.0])]).unwrap();
    let interval = found.segments[0].rate_interval.unwrap();
    close(found.segments[0].rate, 0.2, 1e-12);
    close(interval.low, 0.0524, 5e-5);
    close(interval.high, 0.3339, 5e-5);
    // With variances: .2 ± 1.96·√(.0009 + .0016).
    let money = RatioSegment {
        variance: Some([0.0009, 0.0016]),
        ..counts([48.0, 56.0], [80.0, 70.0])
    };
    let interval = ratio(&[money]).unwrap().segments[0].rate_interval.unwrap();
    close(interval.low, 0.2 - 1.959_963_984_540_054 * 0.05, 1e-12);
}

#[test]
fn a_segment_that_appears_is_mix() {
    // A: 10 of 100, then 10 of 100. B appears with 30 of 100. R: .1, then .2; all of it mix.
    let found = ratio(&[counts([10.0, 10.0], [100.0, 100.0]), counts([0.0, 30.0], [0.0, 100.0])]).unwrap();
    close(found.rate, 0.0, 1e-15);
    close(found.mix, 0.1, 1e-15);
    let b = found.segments.iter().find(|effect| effect.segment == 1).unwrap();
    assert_eq!((b.ratio, b.rate_interval), ([None, Some(0.3)], None));
    close(b.mix, (0.3 - 0.15) * 0.5, 1e-15);
}

#[test]
fn what_cannot_be_split_is_named() {
    assert_eq!(ratio(&[]), Err(StatsError::Empty));
    assert!(matches!(
        ratio(&[counts([1.0, 0.0], [2.0, 0.0])]),
        Err(StatsError::OutOfRange { .. })
    ));
    assert!(matches!(
        ratio(&[counts([f64::NAN, 0.0], [2.0, 1.0])]),
        Err(StatsError::NotFinite { index: 0, .. })
    ));
    assert!(matches!(
        ratio(&[counts([1.0, 0.0], [-2.0, 1.0])]),
        Err(StatsError::OutOfRange { .. })
    ));
    // Money without a variance has no interval.
    assert_eq!(
        ratio(&[counts([150.0, 80.5], [100.0, 90.0])]).unwrap().segments[0].rate_interval,
        None
    );
}

#[test]
fn a_total_by_segment() {
    let found = total(&[[10.0, 12.0], [5.0, 0.0], [0.0, 1.0]]).unwrap();
    assert_eq!(found.total, [15.0, 13.0]);
    let rows: Vec<_> = found
        .segments
        .iter()
        .map(|effect| (effect.segment, effect.difference, effect.part))
        .collect();
    assert_eq!(rows, [(1, -5.0, Some(2.5)), (0, 2.0, Some(-1.0)), (2, 1.0, Some(-0.5))]);
    assert_eq!(total(&[[1.0, 1.0]]).unwrap().segments[0].part, None);
    assert_eq!(total(&[]), Err(StatsError::Empty));
}

proptest! {
    #[test]
    fn effects_add_up_and_turn_with_time(
        segments in prop::collection::vec(([0u32..50, 0u32..50], [0u32..200, 0u32..200]), 1..8)
    ) {
        let segments: Vec<RatioSegment> = segments
            .into_iter()
            .map(|(n, d)| counts(n.map(f64::from), d.map(f64::from)))
            .collect();
        let sums = segments.iter().fold([0.0; 2], |[a, b], s| [a + s.denominator[0], b + s.denominator[1]]);
        prop_assume!(sums[0] > 0.0 && sums[1] > 0.0);
        let found = ratio(&segments).unwrap();
        let change = found.ratio[1] - found.ratio[0];
        prop_assert!((found.rate + found.mix - change).abs() < 1e-9);
        prop_assert!((found.segments.iter().map(|effect| effect.total).sum::<f64>() - change).abs() < 1e-9);
        let turned: Vec<RatioSegment> = segments
            .iter()
            .map(|s| counts([s.numerator[1], s.numerator[0]], [s.denominator[1], s.denominator[0]]))
            .collect();
        let back = ratio(&turned).unwrap();
        prop_assert!((back.rate + found.rate).abs() < 1e-12 && (back.mix + found.mix).abs() < 1e-12);
        for effect in &found.segments {
            if let Some(interval) = effect.rate_interval {
                prop_assert!(interval.low <= effect.rate + 1e-12 && effect.rate <= interval.high + 1e-12);
            }
        }
    }
}
