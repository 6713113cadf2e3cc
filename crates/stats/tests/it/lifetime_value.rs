//! From purchases and survival to money.

use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::contract::{Cohort, Contract, Counts, Renewals, fit};
use holdfast_stats::lifetime::settings::FitSettings;
use holdfast_stats::lifetime::value::{
    Class, Part, current, day_table, dropout_scenario, grid, historical, pareto, potential, profit, retention_scenario,
    sum_by_customer, to_minor, total_interval, total_potential, value_at_risk,
};
use holdfast_stats::lifetime::visits::BgBb;
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::close;

fn reference(section: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/value.json")).unwrap();
    all[section].clone()
}

fn number(section: &Value, name: &str) -> f64 {
    section[name].as_f64().unwrap()
}

#[test]
fn margin_profit_and_rate_by_hand() {
    let revenue = sum_by_customer(&[1, 0, 1, 1], &[1000, 250, -300, 5], 3).unwrap();
    assert_eq!(revenue, [250, 705, 0]);
    // 62.5 and 176.25: halves away from zero.
    assert_eq!(historical(&revenue, 0.25).unwrap(), [63, 176, 0]);
    assert_eq!(profit(&revenue, 0.25, &[70, 6, 9]).unwrap(), [-7, 170, -9]);
    assert_eq!(current(&[63, 176, 0], &[2.0, 0.5, 4.0]).unwrap(), [32, 352, 0]);
    assert_eq!(value_at_risk(&[0.25, 1.0, 0.0], &[63, 176, 5]).unwrap(), [16, 176, 0]);
    assert_eq!(to_minor(&[1.5, -1.5, 0.49]).unwrap(), [2, -2, 0]);
}

#[test]
fn money_that_does_not_fit_or_belong_is_named() {
    assert!(matches!(
        sum_by_customer(&[0, 3], &[1, 2], 2),
        Err(StatsError::GroupOutOfRange { index: 1, group: 3, .. })
    ));
    assert!(matches!(
        sum_by_customer(&[0, 0], &[i64::MAX, 1], 1),
        Err(StatsError::Overflow { .. })
    ));
    // Too large on the way, but not in the end.
    assert_eq!(sum_by_customer(&[0, 0, 0], &[i64::MAX, 1, -1], 1).unwrap(), [i64::MAX]);
    assert!(matches!(historical(&[1], 1.5), Err(StatsError::OutOfRange { .. })));
    assert!(matches!(historical(&[1], f64::NAN), Err(StatsError::OutOfRange { .. })));
    assert!(matches!(
        profit(&[0], 1.0, &[i64::MIN]),
        Err(StatsError::Overflow { .. })
    ));
    assert!(matches!(
        current(&[1, 1], &[1.0, 0.0]),
        Err(StatsError::NonPositiveDuration { index: 1, .. })
    ));
    assert!(matches!(
        current(&[i64::MAX], &[1e-300]),
        Err(StatsError::Overflow { .. })
    ));
    assert!(matches!(to_minor(&[1e19]), Err(StatsError::Overflow { .. })));
    assert!(matches!(
        to_minor(&[f64::NAN]),
        Err(StatsError::NotFinite { index: 0, .. })
    ));
    assert!(matches!(
        value_at_risk(&[0.5, 1.5], &[1, 1]),
        Err(StatsError::NotProbability { index: 1, .. })
    ));
    assert_eq!(historical(&[], 0.5), Err(StatsError::Empty));
}

#[test]
fn potential_by_hand() {
    let purchases = Part {
        value: &[4.0, 0.0],
        se: Some(&[0.4, 0.2]),
    };
    let spend = Part {
        value: &[50.0, 50.0],
        se: Some(&[10.0, 10.0]),
    };
    let found = potential(purchases, spend, 0.3).unwrap();
    // Relative errors .1 and .2: together √.05.
    close(found.value[0], 60.0, 1e-12);
    close(found.se[0], 60.0 * 0.05_f64.sqrt(), 1e-12);
    close(
        found.ci_high[0],
        60.0 * (1.959_963_984_540_054 * 0.05_f64.sqrt()).exp(),
        1e-10,
    );
    close(found.ci_low[0] * found.ci_high[0], 3600.0, 1e-9);
    assert_eq!((found.value[1], found.se[1], found.ci_high[1]), (0.0, 0.0, 0.0));
    let bad = Part {
        value: &[4.0, -1.0],
        se: None,
    };
    assert!(matches!(
        potential(bad, spend, 0.3),
        Err(StatsError::BadValue {
            name: "expected purchases",
            index: 1,
            ..
        })
    ));
    let huge = Part {
        value: &[1e300; 2],
        se: None,
    };
    assert!(matches!(potential(huge, huge, 1.0), Err(StatsError::Overflow { .. })));
    let unsure = Part {
        value: &[1.0; 2],
        se: Some(&[1e300; 2]),
    };
    assert!(potential(unsure, unsure, 1.0).unwrap().ci_high[0].is_finite());
}

#[test]
fn a_total_carries_the_shared_error() {
    // Σ of three customers with value e^l each, l with variance .04: relative error .2, not .2/√3.
    let total = |logs: &[f64], _: &[f64]| Ok(3.0 * logs[0].exp());
    let found = total_potential((&[1.0], &[0.04]), (&[], &[]), total).unwrap();
    close(found.se / found.value, 0.2, 1e-8);
    let both = total_potential((&[1.0], &[0.04]), (&[2.0], &[0.05]), |a, b| Ok((a[0] + b[0]).exp())).unwrap();
    close(both.se / both.value, 0.3, 1e-8);
    assert!(matches!(
        total_potential((&[1.0], &[0.04, 0.0]), (&[], &[]), total),
        Err(StatsError::LengthMismatch { .. })
    ));
    assert!(total_potential((&[1.0], &[0.04]), (&[], &[]), |_, _| Ok(-1.0)).is_err());
}

#[test]
fn a_total_varies_with_who_the_customers_are() {
    let values: Vec<i64> = (0..400).map(|at| (at * 7919) % 1000).collect();
    let found = total_interval(&values, 400, 7).unwrap();
    let total: i64 = values.iter().sum();
    let mean = total as f64 / 400.0;
    let sd = (values.iter().map(|v| (*v as f64 - mean).powi(2)).sum::<f64>() / 400.0).sqrt();
    close(found.mean, total as f64, 0.0);
    close(found.sd / (sd * 20.0), 1.0, 0.15);
    assert_eq!(found, total_interval(&values, 400, 7).unwrap());
    assert_ne!(found, total_interval(&values, 400, 8).unwrap());
}

#[test]
fn classes_and_gini_agree_with_brute_force() {
    let expected = reference("pareto");
    let values: Vec<i64> = serde_json::from_value(expected["value"].clone()).unwrap();
    let found = pareto(&values, (0.8, 0.95)).unwrap();
    let letters: String = found.class.iter().map(|class| format!("{class:?}")).collect();
    assert_eq!(letters, expected["class"].as_str().unwrap());
    close(found.gini, number(&expected, "gini"), 1e-12);
    close(found.top_fifth, number(&expected, "top_fifth"), 1e-12);
    let half = found.lorenz.iter().find(|(share, _)| *share >= 0.5).unwrap();
    close(half.0, 0.5, 1e-12);
    close(half.1, number(&expected, "lorenz_half"), 1e-12);
    assert_eq!(
        (found.lorenz[0], *found.lorenz.last().unwrap()),
        ((0.0, 0.0), (1.0, 1.0))
    );
    assert_eq!((found.lorenz.len(), found.not_positive), (101, 8));
    let sum: i64 = found.shares.iter().map(|share| share.value_minor).sum();
    assert_eq!(sum, values.iter().sum::<i64>());
    close(found.shares.iter().map(|share| share.value_share).sum(), 1.0, 1e-12);
}

#[test]
fn classes_by_hand() {
    // 50 30 10 10 0 −5 of 100: before them 0, 50, 80, 80 (a tie), so A A B B C C.
    let found = pareto(&[10, 50, -5, 30, 0, 10], (0.8, 0.95)).unwrap();
    assert_eq!(
        found.class,
        [Class::B, Class::A, Class::C, Class::A, Class::C, Class::B]
    );
    assert_eq!(found.shares.map(|share| share.customers), [2, 2, 2]);
    assert_eq!(found.shares.map(|share| share.value_minor), [80, 20, -5]);
    let one = pareto(&[7], (0.8, 0.95)).unwrap();
    assert_eq!((one.class[0], one.gini, one.lorenz.len()), (Class::A, 0.0, 2));
    assert!(matches!(pareto(&[0, -3], (0.8, 0.95)), Err(StatsError::TooFew { .. })));
    assert!(matches!(pareto(&[1], (0.9, 0.8)), Err(StatsError::OutOfRange { .. })));
    assert!(matches!(
        pareto(&[1], (f64::NAN, 0.8)),
        Err(StatsError::OutOfRange { .. })
    ));
    assert_eq!(pareto(&[], (0.8, 0.95)), Err(StatsError::Empty));
    assert!(pareto(&[i64::MAX, i64::MAX, 1], (0.8, 0.95)).is_err());
}

#[test]
fn grid_by_hand() {
    let values = [10, 20, 30, 40, 50, 60];
    let stay = [0.9, 0.2, 0.5, 0.9, 0.4, 1.0];
    let found = grid(&values, &stay, None, &[0.5]).unwrap();
    assert_eq!((found.value_cuts.clone(), found.stay_bands), (vec![20, 40], 2));
    assert_eq!(found.cell, [1, 0, 2, 3, 4, 5]);
    assert_eq!(found.cells[0].value_minor, 20);
    assert_eq!(found.cells[0].at_risk_minor, 16);
    assert_eq!(found.cells.iter().map(|cell| cell.customers).sum::<u64>(), 6);
    assert_eq!(grid(&[5; 4], &[0.5; 4], None, &[]).unwrap().cells.len(), 1);
    assert_eq!(
        grid(&values, &stay, Some(&[25]), &[0.5]).unwrap().cell,
        [1, 0, 2, 3, 2, 3]
    );
    assert!(matches!(
        grid(&values, &stay, Some(&[25, 25]), &[]),
        Err(StatsError::OutOfRange { .. })
    ));
    assert!(matches!(
        grid(&values, &stay, None, &[f64::NAN]),
        Err(StatsError::OutOfRange { .. })
    ));
    assert!(matches!(
        grid(&[1], &[1.2], None, &[]),
        Err(StatsError::NotProbability { .. })
    ));
    assert!(matches!(
        grid(&[1, 2], &[0.5], None, &[]),
        Err(StatsError::LengthMismatch { .. })
    ));
}

#[test]
fn a_point_of_retention_under_contract() {
    let expected = reference("scenario");
    let model = Renewals::new(0.668, 3.806, 1.0).unwrap();
    let found = retention_scenario(|t| model.retention(2 + t), 0.01, 0.1).unwrap();
    close(found.before, number(&expected, "before"), 1e-11);
    close(found.before, model.residual_lifetime(2, 0.1).unwrap(), 1e-11);
    close(found.after, number(&expected, "after"), 1e-11);
    close(found.change, found.after - found.before, 0.0);
    let lower = retention_scenario(|t| model.retention(2 + t), -0.02, 0.1).unwrap();
    close(lower.after, number(&expected, "lower"), 1e-11);
    // Nobody leaves any more: 1/(1 − z).
    let always = retention_scenario(|_| 0.9, 1.0, 0.1).unwrap();
    close(always.after, 11.0, 1e-11);
    close(always.before, 0.9 / (1.0 - 0.9 / 1.1), 1e-12);
    assert!(matches!(
        retention_scenario(|_| f64::NAN, 0.01, 0.1),
        Err(StatsError::NotProbability { index: 0, .. })
    ));
    assert!(matches!(
        retention_scenario(|_| 0.9, 2.0, 0.1),
        Err(StatsError::OutOfRange { .. })
    ));
    assert!(matches!(
        retention_scenario(|_| 0.9, 0.01, 0.0),
        Err(StatsError::OutOfRange { .. })
    ));
}

#[test]
fn a_point_of_dropout_without_a_contract() {
    // BG/BB, new customers, one opportunity: α/(α + β)·(1 − θ̄), so one point is worth α/(α + β)/100.
    let visits = |gamma: f64, delta: f64| BgBb::new(1.2, 0.8, gamma, delta)?.expected_new(1);
    let found = dropout_scenario(0.66, 2.78, 0.01, visits).unwrap();
    close(found.before, 0.6 * 2.78 / 3.44, 1e-12);
    close(found.change, 0.006, 1e-12);
    assert!(matches!(
        dropout_scenario(1.0, 99.0, 0.02, visits),
        Err(StatsError::OutOfRange { .. })
    ));
    assert!(dropout_scenario(0.0, 99.0, 0.02, visits).is_err());
    assert!(dropout_scenario(1.0, 9.0, 0.01, |_, _| Ok(f64::NAN)).is_err());
}

#[test]
fn value_of_contracts_with_its_interval() {
    let lost = [131.0, 126.0, 90.0, 60.0, 42.0, 34.0, 26.0];
    let counts = Counts::from_cohorts(&[Cohort {
        lost: &lost,
        remaining: 491.0,
    }])
    .unwrap();
    let fitted = fit(&counts, Contract::ShiftedBetaGeometric, &FitSettings::default()).unwrap();
    let residual = fitted.residual_lifetime(7, 0.1).unwrap();
    let (value, se) = ([residual.value], [residual.se]);
    let found = potential(
        Part {
            value: &value,
            se: Some(&se),
        },
        Part {
            value: &[120.0],
            se: None,
        },
        0.5,
    )
    .unwrap();
    close(found.value[0], 60.0 * 7.5296, 0.01);
    close(found.ci_low[0], 60.0 * residual.ci_low, 1e-6);
}

#[test]
fn day_table_agrees_with_brute_force() {
    let expected = reference("days");
    let customer: Vec<u32> = serde_json::from_value(expected["customer"].clone()).unwrap();
    let day: Vec<i32> = serde_json::from_value(expected["day"].clone()).unwrap();
    let through = number(&expected, "through") as i32;
    let rows: Vec<[f64; 9]> = serde_json::from_value(expected["rows"].clone()).unwrap();
    let found = day_table(&customer, &day, 40, through, 40).unwrap();
    assert_eq!(found.len(), rows.len());
    for (found, row) in found.iter().zip(&rows) {
        let counts = [found.observed, found.bought_on, found.bought_by, found.purchases];
        assert_eq!(
            (f64::from(found.day), counts.map(|count| count as f64)),
            (row[0], [row[1], row[2], row[3], row[4]])
        );
        let ends = [
            found.on_interval.low,
            found.on_interval.high,
            found.by_interval.low,
            found.by_interval.high,
        ];
        for (end, expected) in ends.iter().zip(&row[5..]) {
            close(*end, *expected, 1e-12);
        }
    }
}

#[test]
fn day_table_by_hand() {
    // Customer 0: days 0, 0, 2, 2; customer 1: day 3, too young for more than one day; 2 never bought.
    let found = day_table(&[0, 0, 0, 0, 1], &[0, 2, 0, 2, 3], 3, 4, 30).unwrap();
    let rows: Vec<_> = found
        .iter()
        .map(|r| (r.day, r.observed, r.bought_on, r.bought_by, r.purchases))
        .collect();
    assert_eq!(
        rows,
        [(1, 2, 0, 0, 0), (2, 1, 1, 1, 2), (3, 1, 0, 1, 0), (4, 1, 0, 1, 0)]
    );
    assert_eq!((found[1].on_share, found[0].by_share), (1.0, 0.0));
    let far = day_table(&[0, 0], &[i32::MIN, i32::MAX], 1, i32::MAX, 30).unwrap();
    assert_eq!((far.len(), far[29].observed, far[29].bought_by), (30, 1, 0));
    assert!(matches!(
        day_table(&[0, 0], &[1, 9], 1, 4, 30),
        Err(StatsError::Contradiction { index: 1, .. })
    ));
    assert!(matches!(
        day_table(&[0, 5], &[1, 2], 1, 4, 30),
        Err(StatsError::GroupOutOfRange { index: 1, .. })
    ));
    assert!(matches!(
        day_table(&[0], &[1], 1, 4, 0),
        Err(StatsError::OutOfRange { .. })
    ));
    assert_eq!(day_table(&[], &[], 0, 4, 30), Err(StatsError::Empty));
    assert!(day_table(&[0], &[4], 1, 4, 30).unwrap().is_empty());
}

proptest! {
    #[test]
    fn pareto_does_not_depend_on_the_order(mut values in proptest::collection::vec(-50..500_i64, 1..60)) {
        let Ok(found) = pareto(&values, (0.8, 0.95)) else {
            prop_assert!(values.iter().all(|value| *value <= 0));
            return Ok(());
        };
        prop_assert!((0.0..1.0).contains(&found.gini) && (0.0..=1.0).contains(&found.top_fifth));
        for pair in found.lorenz.windows(2) {
            prop_assert!(pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1 && pair[1].1 <= pair[1].0 + 1e-12);
        }
        for (value, class) in values.iter().zip(&found.class) {
            for (other, other_class) in values.iter().zip(&found.class) {
                prop_assert!(value < other || (*class as u8) <= (*other_class as u8));
            }
        }
        values.reverse();
        let turned = pareto(&values, (0.8, 0.95)).unwrap();
        prop_assert_eq!(turned.shares, found.shares);
        prop_assert_eq!(turned.gini, found.gini);
    }

    #[test]
    fn a_grid_holds_everybody_once(
        rows in proptest::collection::vec((-100..1000_i64, 0.0..=1.0_f64), 1..50), cut in 0.0..1.0_f64,
    ) {
        let (values, stay): (Vec<i64>, Vec<f64>) = rows.into_iter().unzip();
        let found = grid(&values, &stay, None, &[cut]).unwrap();
        prop_assert_eq!(found.cells.len(), (found.value_cuts.len() + 1) * found.stay_bands);
        prop_assert_eq!(found.cells.iter().map(|c| c.customers).sum::<u64>(), values.len() as u64);
        prop_assert_eq!(found.cells.iter().map(|c| c.value_minor).sum::<i64>(), values.iter().sum::<i64>());
        for (value, cell) in values.iter().zip(&found.cell) {
            let band = found.value_cuts.iter().filter(|cut| *cut < value).count();
            prop_assert_eq!(usize::from(*cell) / found.stay_bands, band);
        }
    }

    #[test]
    fn day_tables_count_within_bounds(
        rows in proptest::collection::vec((0..6_u32, -20..20_i32), 1..60), days in 1..45_u32,
    ) {
        let (customer, day): (Vec<u32>, Vec<i32>) = rows.into_iter().unzip();
        let found = day_table(&customer, &day, 6, 20, days).unwrap();
        for row in &found {
            prop_assert!(row.bought_on <= row.bought_by && row.bought_by <= row.observed && row.observed <= 6);
            prop_assert!(row.purchases >= row.bought_on);
        }
        for pair in found.windows(2) {
            prop_assert!(pair[1].observed <= pair[0].observed && pair[1].day == pair[0].day + 1);
        }
    }

    #[test]
    fn more_retention_is_worth_more(rate in 0.0..=1.0_f64, points in 0.0..=1.0_f64, discount in 0.001..2.0_f64) {
        let found = retention_scenario(|_| rate, points, discount).unwrap();
        prop_assert!(found.change >= -1e-9 * found.before);
        prop_assert!(found.after <= (1.0 + discount) / discount * (1.0 + 1e-12));
    }
}
