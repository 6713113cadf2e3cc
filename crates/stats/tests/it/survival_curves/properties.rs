use holdfast_stats::error::StatsError;
use holdfast_stats::survival::spells::Spells;
use holdfast_stats::survival::{
    CauseSpells, HazardTies, Weighting, cumulative_incidence, kaplan_meier, nelson_aalen, nelson_aalen_with,
    survival_curve, weighted_log_rank,
};
use proptest::prelude::*;

use super::check_curve;

#[test]
fn threads_and_the_order_of_rows_change_no_bit() {
    let noise = |row: u64| (row.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as f64;
    let exit: Vec<f64> = (0..100_000).map(|row| 1.5 + (noise(row) / 1e3).floor() / 7.0).collect();
    let entry: Vec<f64> = exit
        .iter()
        .zip(0..)
        .map(|(exit, row)| exit - 1.0 - noise(row + 9) / 1e6)
        .collect();
    let event: Vec<bool> = (0..100_000).map(|row| noise(row + 5) % 3.0 > 0.0).collect();
    let weight: Vec<f64> = (0..100_000).map(|row| 0.1 + noise(row + 3) / 1e7).collect();
    let groups: Vec<u32> = (0..100_000).map(|row| (noise(row + 1) % 4.0) as u32).collect();
    let on = |threads: usize, reverse: bool| {
        let mut order: Vec<usize> = (0..100_000).collect();
        if reverse {
            order.reverse();
        }
        let pick = |values: &[f64]| order.iter().map(|&row| values[row]).collect::<Vec<f64>>();
        let (exit, entry, weight) = (pick(&exit), pick(&entry), pick(&weight));
        let event: Vec<bool> = order.iter().map(|&row| event[row]).collect();
        let groups: Vec<u32> = order.iter().map(|&row| groups[row]).collect();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let spells = Spells::new(&exit, &event).weighted(&weight);
            (
                survival_curve(&spells.entered(&entry)).unwrap(),
                weighted_log_rank(&spells, &groups, 4, None, Weighting::Peto).unwrap(),
                weighted_log_rank(&spells.entered(&entry), &groups, 4, None, Weighting::Peto).unwrap(),
            )
        })
    };
    let one = on(1, false);
    assert!(one == on(4, false) && one == on(3, true));
}

#[test]
fn hard_inputs_end_in_a_number_or_a_name() {
    let exit = [1e-300, 1e300, 1e300, 0.0, 1e-9, 5.0];
    let event = [true, true, false, true, true, false];
    let weight = [1e-12, 1e12, 1e-12, 1e12, 1.0, 1e-12];
    let entry = [-1.0, 4.0, 1e299, -1e300, 1e-300, 0.0];
    let plain = Spells::new(&exit, &event);
    for spells in [
        plain,
        plain.weighted(&weight),
        plain.entered(&entry),
        plain.entered(&entry).weighted(&weight),
    ] {
        check_curve(&survival_curve(&spells).unwrap());
        for ties in [HazardTies::Spread, HazardTies::Together] {
            let hazard = nelson_aalen_with(&spells, ties).unwrap();
            assert!(
                hazard
                    .steps
                    .iter()
                    .all(|step| step.hazard.is_finite() && step.se.is_finite())
            );
        }
        for weighting in [
            Weighting::Wilcoxon,
            Weighting::Peto,
            Weighting::FlemingHarrington { p: 0.0, q: 3.0 },
        ] {
            match weighted_log_rank(&spells, &[0, 1, 0, 1, 0, 1], 2, None, weighting) {
                Ok(found) => assert!(found.test.chi_squared >= 0.0 && found.test.p_value <= 1.0),
                Err(error) => assert!(matches!(error, StatsError::NoComparison), "{error}"),
            }
        }
    }
    // Small weights keep their digits beside large ones.
    let step = survival_curve(&plain.weighted(&weight)).unwrap().steps[3];
    assert_eq!((step.time, step.survival > 0.0), (1e300, true));
    let huge = [f64::MAX; 6];
    let overflow = survival_curve(&plain.weighted(&huge));
    assert!(matches!(overflow, Err(StatsError::Overflow { .. })));
    assert!(matches!(
        survival_curve(&plain.weighted(&[5e-324; 6])),
        Err(StatsError::Overflow { .. })
    ));
    assert_eq!(
        survival_curve(&plain.entered(&[0.0; 6])),
        Err(StatsError::EntryNotBeforeExit {
            index: 3,
            entry: 0.0,
            exit: 0.0
        })
    );
    let negative = Weighting::FlemingHarrington { p: -1.0, q: 0.0 };
    assert!(weighted_log_rank(&plain, &[0, 1, 0, 1, 0, 1], 2, None, negative).is_err());
    assert!(weighted_log_rank(&plain, &[0, 1, 0, 1, 0, 1], 2, Some(&[1]), Weighting::LogRank).is_err());
}

type Row = (f64, f64, bool, u32, u32, u16);

/// (entry, stay, event, weight, group and stratum, cause); coarse, so that times tie.
fn spells() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        (-1_i8..6).prop_map(|entry| f64::from(entry) / 2.0),
        (1_u8..10).prop_map(|stay| f64::from(stay) / 2.0),
        any::<bool>(),
        1_u32..4,
        0_u32..6,
        0_u16..3,
    );
    prop::collection::vec(row, 1..40)
}

proptest! {
    #[test]
    fn a_weight_is_that_many_rows(rows in spells()) {
        let once: Vec<&Row> = rows.iter().collect();
        let often: Vec<&Row> = rows.iter().flat_map(|row| std::iter::repeat_n(row, row.3 as usize)).rev().collect();
        let columns = |rows: &[&Row]| {
            let exit: Vec<f64> = rows.iter().map(|row| (row.0 + row.1).max(0.0)).collect();
            let entry: Vec<f64> = exit.iter().zip(rows).map(|(exit, row)| exit - row.1).collect();
            let event: Vec<bool> = rows.iter().map(|row| row.2).collect();
            let weight: Vec<f64> = rows.iter().map(|row| f64::from(row.3)).collect();
            let group: Vec<u32> = rows.iter().map(|row| row.4 % 3).collect();
            let stratum: Vec<u32> = rows.iter().map(|row| row.4 / 3).collect();
            let cause: Vec<u16> = rows.iter().map(|row| row.5).collect();
            (exit, entry, event, weight, group, stratum, cause)
        };
        let (exit, entry, event, weight, group, stratum, cause) = columns(&once);
        let (exits, entries, events, _, groups, strata, causes) = columns(&often);
        for late in [false, true] {
            let weighted = Spells { entry: late.then_some(&entry), exit: &exit, event: &event, weight: Some(&weight) };
            let repeated = Spells { entry: late.then_some(&entries), exit: &exits, event: &events, weight: None };
            let (a, b) = (survival_curve(&weighted).unwrap(), survival_curve(&repeated).unwrap());
            check_curve(&a);
            prop_assert_eq!(a.steps, b.steps);
            prop_assert_eq!(nelson_aalen(&weighted).unwrap().steps, nelson_aalen(&repeated).unwrap().steps);
            for weighting in [Weighting::LogRank, Weighting::Peto, Weighting::FlemingHarrington { p: 1.0, q: 0.5 }] {
                for by in [false, true] {
                    let a = weighted_log_rank(&weighted, &group, 3, by.then_some(&stratum), weighting);
                    let b = weighted_log_rank(&repeated, &groups, 3, by.then_some(&strata), weighting);
                    match (a, b) {
                        (Ok(a), Ok(b)) => {
                            let (a, b) = (a.test, b.test);
                            prop_assert_eq!(a.degrees_of_freedom, b.degrees_of_freedom);
                            prop_assert!((a.chi_squared - b.chi_squared).abs() <= 1e-9 * (1.0 + a.chi_squared));
                        }
                        (a, b) => prop_assert_eq!(a.err(), b.err()),
                    }
                }
            }
            let weighted = CauseSpells { entry: weighted.entry, exit: &exit, cause: &cause, weight: Some(&weight) };
            let repeated = CauseSpells { entry: repeated.entry, exit: &exits, cause: &causes, weight: None };
            let (a, b) = (cumulative_incidence(&weighted, 2).unwrap(), cumulative_incidence(&repeated, 2).unwrap());
            for (a, b) in a.causes.iter().zip(&b.causes) {
                prop_assert_eq!(&a.steps, &b.steps);
            }
        }
    }

    #[test]
    fn everybody_stays_or_left_for_a_cause(rows in spells()) {
        let exit: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let cause: Vec<u16> = rows.iter().map(|row| row.5).collect();
        let event: Vec<bool> = cause.iter().map(|&cause| cause > 0).collect();
        let all = kaplan_meier(&exit, &event).unwrap();
        let spells = CauseSpells { entry: None, exit: &exit, cause: &cause, weight: None };
        let found = cumulative_incidence(&spells, 2).unwrap();
        for t in [0.0, 1.0, 2.5, 4.0, 10.0] {
            let left: f64 = found.causes.iter().map(|curve| curve.incidence_at(t)).sum();
            prop_assert!((left + all.survival_at(t) - 1.0).abs() < 1e-12);
        }
        for step in found.causes.iter().flat_map(|curve| &curve.steps) {
            prop_assert!(step.interval.low <= step.incidence + 1e-12 && step.incidence <= step.interval.high + 1e-12);
            prop_assert!(step.se.is_finite() && step.hazard >= step.incidence - 1e-12);
        }
    }

    #[test]
    fn counting_and_sorting_agree(rows in spells()) {
        let exit: Vec<f64> = rows.iter().map(|row| (2.0 * row.1).trunc()).collect();
        let entry: Vec<f64> = exit.iter().zip(&rows).map(|(exit, row)| exit - 1.0 - (2.0 * row.1).trunc()).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let counted = Spells::new(&exit, &event).entered(&entry);
        let ones = vec![1.0; rows.len()];
        prop_assert_eq!(survival_curve(&counted).unwrap(), survival_curve(&counted.weighted(&ones)).unwrap());
    }

    #[test]
    fn a_restricted_mean_is_at_most_its_horizon(rows in spells(), tau in 0.1_f64..4.9) {
        let exit: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let curve = kaplan_meier(&exit, &event).unwrap();
        match curve.restricted_mean(tau) {
            Ok(found) => {
                prop_assert!(found.mean >= 0.0 && found.mean <= tau * (1.0 + 1e-12) && found.se.is_finite());
                prop_assert!(found.interval.low <= found.mean && found.mean <= found.interval.high + 1e-12);
            }
            Err(error) => prop_assert!(tau > curve.last_time, "{}", error),
        }
    }
}
