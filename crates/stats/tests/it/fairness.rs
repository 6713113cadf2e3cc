use holdfast_stats::error::StatsError;
use holdfast_stats::fairness::{Limits, audit};
use proptest::prelude::*;

use crate::reference::close;
use crate::world::World;

/// Customers of a group: `lost` of `n` churned, the first `found` of them and `false_alarms` others are at .8, the rest at .2.
fn group(n: usize, lost: usize, found: usize, false_alarms: usize) -> Vec<(f64, bool)> {
    (0..n)
        .map(|k| {
            let churned = k < lost;
            let offered = if churned { k < found } else { k < lost + false_alarms };
            (if offered { 0.8 } else { 0.2 }, churned)
        })
        .collect()
}

fn table(groups: &[Vec<(f64, bool)>]) -> (Vec<f64>, Vec<bool>, Vec<u32>) {
    let rows = groups
        .iter()
        .enumerate()
        .flat_map(|(g, rows)| rows.iter().map(move |row| (row, g as u32)));
    let (mut p, mut labels, mut codes) = (Vec::new(), Vec::new(), Vec::new());
    for ((score, label), code) in rows {
        p.push(*score);
        labels.push(*label);
        codes.push(code);
    }
    (p, labels, codes)
}

#[test]
fn figures_by_hand() {
    let (p, labels, groups) = table(&[group(200, 50, 40, 20), group(100, 20, 8, 2)]);
    let found = audit(&p, &labels, &groups, 2, 0.5, &Limits::default()).unwrap();
    let (first, all) = (found.groups[0].unwrap(), found.all.unwrap());
    assert_eq!((first.customers, first.offer.count, found.hidden), (200, 60, 0));
    close(first.mean_score, (60.0 * 0.8 + 140.0 * 0.2) / 200.0, 1e-12);
    let outcomes = first.outcomes.unwrap();
    assert_eq!((outcomes.miss.count, outcomes.miss.of), (10, 50));
    close(outcomes.calibration.unwrap().ratio, 50.0 / 76.0, 1e-12);
    // (50 − 76)/√(200·.16) = −4.6.
    close(outcomes.miscalibration.unwrap().p_value, 4.3e-6, 1e-6);
    // Missed .2 against .6: pooled 22/70, z = −.4/√(.3143·.6857·(1/50 + 1/20)) = −3.257.
    let miss = outcomes.miss_against_rest.unwrap();
    close(miss.difference, -0.4, 1e-12);
    close(miss.p_value, 0.00113, 2e-5);
    // Adjusted over six contrasts, at most six times as large.
    assert!(miss.q_value >= miss.p_value && miss.q_value <= 6.0 * miss.p_value);
    close(first.offer_against_rest.unwrap().difference, 0.3 - 0.1, 1e-12);
    assert_eq!((all.customers, all.offer_against_rest), (300, None));
}

#[test]
fn a_small_group_takes_the_next_one_with_it() {
    let (p, labels, groups) = table(&[
        group(200, 50, 40, 20),
        group(10, 5, 2, 2),
        group(60, 20, 8, 2),
        group(90, 20, 8, 2),
        Vec::new(),
    ]);
    let found = audit(&p, &labels, &groups, 5, 0.5, &Limits::default()).unwrap();
    let shown: Vec<bool> = found.groups.iter().map(Option::is_some).collect();
    assert_eq!((shown, found.hidden), (vec![true, false, false, true, false], 2));
    // Nobody churned in the second: its size does not help.
    let (p, labels, groups) = table(&[group(200, 50, 40, 20), group(300, 2, 1, 2)]);
    let found = audit(&p, &labels, &groups, 2, 0.5, &Limits::default()).unwrap();
    assert_eq!((found.groups, found.hidden), (vec![None, None], 2));
    assert!(found.all.is_some());
    // While outcomes are outstanding only customers count.
    let open = audit(&p, &[], &groups, 2, 0.5, &Limits::default()).unwrap();
    assert!(open.groups.iter().all(|g| g.is_some_and(|g| g.outcomes.is_none())));
    let few = audit(&p[..8], &[], &groups[..8], 2, 0.5, &Limits::default()).unwrap();
    assert_eq!((few.all, few.groups), (None, vec![None, None]));
}

#[test]
fn equal_groups_are_called_unequal_no_more_often_than_said() {
    let mut world = World::new(9);
    let mut called = 0;
    for _ in 0..300 {
        let p: Vec<f64> = (0..600).map(|_| world.uniform()).collect();
        let labels = world.labels(&p);
        let groups: Vec<u32> = (0..600).map(|_| (world.uniform() * 5.0) as u32).collect();
        let found = audit(&p, &labels, &groups, 5, 0.7, &Limits::default()).unwrap();
        let any = found.groups.iter().flatten().any(|group| {
            let outcomes = group.outcomes.unwrap();
            [
                group.offer_against_rest,
                outcomes.miscalibration,
                outcomes.miss_against_rest,
            ]
            .iter()
            .flatten()
            .any(|contrast| contrast.q_value <= 0.05)
        });
        called += i32::from(any);
    }
    // 5 % of 300 is 15, and four standard deviations 15 more.
    assert!(called <= 30, "{called} of 300");
}

#[test]
fn what_cannot_be_audited_is_named() {
    let limits = Limits::default();
    assert_eq!(audit(&[], &[], &[], 1, 0.5, &limits), Err(StatsError::Empty));
    assert!(matches!(
        audit(&[0.1], &[], &[3], 2, 0.5, &limits),
        Err(StatsError::GroupOutOfRange { group: 3, .. })
    ));
    assert!(audit(&[0.1], &[], &[0], 1, f64::NAN, &limits).is_err());
    assert!(audit(&[0.1], &[], &[0], 1, 0.5, &Limits { customers: 0, lost: 0 }).is_err());
}

proptest! {
    /// Whoever knows the total and the groups shown learns no group below the limits.
    #[test]
    fn nothing_hidden_can_be_worked_out(sizes in prop::collection::vec((0_usize..80, 0_usize..40), 1..8)) {
        let rows: Vec<_> = sizes.iter().map(|&(n, lost)| group(n, lost.min(n), 0, 0)).collect();
        let (p, labels, groups) = table(&rows);
        prop_assume!(!p.is_empty());
        let found = audit(&p, &labels, &groups, rows.len(), 0.5, &Limits::default()).unwrap();
        let small = |n: u64, lost: u64| n < 30 || lost < 5 || n - lost < 5;
        let (mut rest, mut rest_lost) = (p.len() as u64, labels.iter().filter(|&&l| l).count() as u64);
        for group in found.groups.iter().flatten() {
            let lost = group.outcomes.unwrap().churn.count;
            prop_assert!(!small(group.customers, lost));
            rest -= group.customers;
            rest_lost -= lost;
        }
        if found.all.is_some() && rest > 0 {
            prop_assert!(found.hidden >= 2 || rest == p.len() as u64);
            prop_assert!(!small(rest, rest_lost) || rest == p.len() as u64);
        }
    }
}
