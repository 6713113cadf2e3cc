use holdfast_stats::conformal::coverage::coverage;
use holdfast_stats::conformal::fit::Conformal;
use holdfast_stats::conformal::set::OutcomeSet;
use holdfast_stats::error::StatsError;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::reference::close;

#[test]
fn p_values_by_hand() {
    // Churned at 3, 5, 5; stayed at 1, 2, 4, 4.
    let scores = [3.0, 5.0, 5.0, 1.0, 2.0, 4.0, 4.0];
    let labels = [true, true, true, false, false, false, false];
    let fitted = Conformal::fit(&scores, &labels, &[], 0, 1).unwrap();
    let p = fitted.p_values(4.0, None).unwrap();
    close(p.churn, (1.0 + 1.0) / 4.0, 1e-15);
    close(p.stay, (2.0 + 1.0) / 5.0, 1e-15);
    assert!(!p.churn_from_all && !p.stay_from_all);
    assert_eq!(p.set(0.55), OutcomeSet::Stay);
    assert_eq!(p.set(0.4), OutcomeSet::Both);
    assert_eq!(fitted.p_values(9.0, None).unwrap().set(0.3), OutcomeSet::Churn);
    assert_eq!(p.set(0.6), OutcomeSet::Neither);
    assert_eq!(fitted.counts(None), Some((3, 4)));
}

#[test]
fn a_small_segment_is_judged_by_all_and_says_so() {
    let n = 300;
    let scores: Vec<f64> = (0..n).map(f64::from).collect();
    let labels: Vec<bool> = (0..n).map(|i| i % 3 == 0).collect();
    // Segment 1: the last ten customers, four of whom churned.
    let segments: Vec<u32> = (0..n).map(|i| u32::from(i >= 290)).collect();
    let fitted = Conformal::fit(&scores, &labels, &segments, 2, 5).unwrap();
    let (small, all) = (
        fitted.p_values(150.0, Some(1)).unwrap(),
        fitted.p_values(150.0, None).unwrap(),
    );
    assert!(small.churn_from_all && !small.stay_from_all);
    assert_eq!(small.churn, all.churn);
    assert_ne!(small.stay, all.stay);
    // A segment that was not there is judged by all; a missing label class is an error.
    assert!(fitted.p_values(150.0, Some(9)).unwrap().stay_from_all);
    assert_eq!(
        Conformal::fit(&scores, &vec![true; n as usize], &[], 0, 5),
        Err(StatsError::OneClass)
    );
    assert!(matches!(
        Conformal::fit(&scores, &labels, &vec![2; n as usize], 2, 5),
        Err(StatsError::GroupOutOfRange { .. })
    ));
}

/// Two segments, in one of which the scores are worth little: the sets hold the truth as often as they say in each segment and for
/// each outcome, with a score that is no probability at all.
#[test]
fn sets_cover_in_every_segment_and_outcome() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
    let mut draw = |n: usize| {
        let (mut scores, mut labels, mut segments) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..n {
            let segment = u32::from(rng.gen_range(0.0..1.0) < 0.3);
            let label = rng.gen_range(0.0..1.0) < if segment == 0 { 0.15 } else { 0.4 };
            let strength = if segment == 0 { 3.0 } else { 0.5 };
            let noise = (0..12).map(|_| rng.gen_range(0.0..1.0)).sum::<f64>() - 6.0;
            scores.push(noise + if label { strength } else { 0.0 } - 2.0 * f64::from(segment));
            labels.push(label);
            segments.push(segment);
        }
        (scores, labels, segments)
    };
    let miss = 0.1;
    // Many small calibration sets: the guarantee is an average over them.
    let (mut held, mut all, mut churned, mut churned_held) = ([0u64; 2], [0u64; 2], [0u64; 2], [0u64; 2]);
    let mut decided = [0.0; 2];
    for _ in 0..150 {
        let (scores, labels, segments) = draw(600);
        let fitted = Conformal::fit(&scores, &labels, &segments, 2, 20).unwrap();
        let (scores, labels, segments) = draw(600);
        let found = coverage(&fitted, &scores, &labels, &segments, 2, miss).unwrap();
        assert_eq!(found[2].customers, 600);
        assert_eq!(found[0].held + found[1].held, found[2].held);
        for s in 0..2 {
            held[s] += found[s].held;
            all[s] += found[s].customers;
            churned[s] += found[s].churned.0;
            churned_held[s] += found[s].churned.1;
            decided[s] += found[s].decided() / 150.0;
            assert_eq!(found[s].from_all, 0);
        }
    }
    for s in 0..2 {
        let (share, of_churned) = (
            held[s] as f64 / all[s] as f64,
            churned_held[s] as f64 / churned[s] as f64,
        );
        // At least 90 %, and no more than a rank above it.
        assert!((0.895..0.92).contains(&share), "segment {s}: {share}");
        assert!((0.89..0.935).contains(&of_churned), "segment {s}: churned {of_churned}");
    }
    // Where the scores say much, most sets name one outcome; where they say little, few do.
    assert!(decided[0] > 0.8 && decided[1] < 0.45, "{decided:?}");
}
