//! Cox regression by hand and on hard data.

use holdfast_stats::error::StatsError;
use holdfast_stats::survival::cox::{CoxSettings, Errors, Ties, Transform};

use crate::reference::close;
use crate::survival_cox::{Table, coefs, near, ses};

#[test]
fn two_customers_by_hand() {
    // The first of two churns: L = r/(r + 1) with r = e^b; with both ways round once each, b = 0. Here two of x = 1 and one
    // of x = 0 win a race of two each: L = (r/(1+r))²·1/(1+r), maximal at r = 2.
    let x = vec![1.0, 0.0, 1.0, 0.0, 0.0, 1.0];
    let mut table = Table::new(
        &[("x", x)],
        vec![1.0, 2.0, 1.0, 2.0, 1.0, 2.0],
        vec![true, false, true, false, true, false],
    );
    table.strata = Some(vec![7, 7, 3, 3, 5, 5]);
    let fitted = table.fit(&CoxSettings::default()).unwrap();
    close(fitted.coefficients[0].coef, 2.0_f64.ln(), 1e-12);
    close(fitted.log_likelihood, (4.0_f64 / 27.0).ln(), 1e-12);
    close(fitted.null_log_likelihood, -3.0 * 2.0_f64.ln(), 1e-12);
    // Information 3·r/(1 + r)² = 2/3.
    close(fitted.coefficients[0].se, 1.5_f64.sqrt(), 1e-12);
    // Hazard of each race: 1/(r + 1) for x = 0; for the mean ½ times √r.
    let strata: Vec<u32> = fitted.baselines.iter().map(|b| b.stratum).collect();
    assert_eq!(strata, [3, 5, 7]);
    close(
        fitted.baselines[0].steps[0].cumulative_hazard,
        2.0_f64.sqrt() / 3.0,
        1e-12,
    );
    let left = fitted.survival_at(0.0, 5, 1.0).unwrap();
    close(left, (-(2.0_f64.sqrt()) / 3.0).exp(), 1e-12);
    assert_eq!(fitted.survival_at(0.0, 5, 0.99), Ok(1.0));
    assert_eq!(fitted.quantile(0.0, 5, left), Ok(Some(1.0)));
    assert_eq!(fitted.quantile(0.0, 5, 0.5), Ok(None));
    assert!(matches!(
        fitted.survival_at(0.0, 4, 1.0),
        Err(StatsError::OutOfRange { .. })
    ));
}

#[test]
fn ties_by_hand() {
    // Two of three churn at once, x = 1, 0, 0 and the last stays. Breslow: L = r/(r+2)². Efron: r/((r+2)((r+2) − (r+1)/2)).
    let table = Table::new(&[("x", vec![1.0, 0.0, 0.0])], vec![4.0; 3], vec![true, true, false]);
    let breslow = CoxSettings {
        ties: Ties::Breslow,
        ..CoxSettings::default()
    };
    // Breslow: maximal at r = 2; Efron: of r/((r+2)(r+3)), at r = √6.
    let fitted = table.fit(&breslow).unwrap();
    close(fitted.coefficients[0].coef, 2.0_f64.ln(), 1e-9);
    close(fitted.log_likelihood, -(8.0_f64.ln()), 1e-12);
    let fitted = table.fit(&CoxSettings::default()).unwrap();
    close(fitted.coefficients[0].coef, 0.5 * 6.0_f64.ln(), 1e-9);
    assert!(fitted.few_events);
}

#[test]
fn late_entry_by_hand() {
    // The third enters at the time of the first event: not yet at risk. The race at 1 is between x = 1 and x = 0, the one
    // at 3 between x = 0 (churns) and x = 1: b = 0.
    let x = vec![1.0, 0.0, 1.0];
    let mut table = Table::new(&[("x", x)], vec![1.0, 3.0, 5.0], vec![true, true, false]);
    table.entry = Some(vec![-2.0, 0.0, 1.0]);
    let fitted = table.fit(&CoxSettings::default()).unwrap();
    close(fitted.coefficients[0].coef, 0.0, 1e-12);
    close(fitted.log_likelihood, -2.0 * 2.0_f64.ln(), 1e-12);
    let hazards: Vec<f64> = fitted.baselines[0].steps.iter().map(|s| s.cumulative_hazard).collect();
    near(&hazards, &[0.5, 1.0], 1e-12);
}

#[test]
fn without_columns_only_the_baseline() {
    let table = Table::new(&[], vec![2.0, 1.0, 2.0], vec![true, true, false]);
    let fitted = table.fit(&CoxSettings::default()).unwrap();
    assert!(fitted.coefficients.is_empty() && fitted.tests.is_none());
    let hazards: Vec<f64> = fitted.baselines[0].steps.iter().map(|s| s.cumulative_hazard).collect();
    near(&hazards, &[1.0 / 3.0, 1.0 / 3.0 + 0.5], 1e-15);
    let residuals = table.with(|data| fitted.martingale_residuals(data).unwrap());
    close(residuals.iter().sum(), 0.0, 1e-15);
}

/// 40 customers with ties and some censoring, x1 and x2 of no effect.
fn forty() -> Table {
    let exit: Vec<f64> = (0..40).map(|i| f64::from(i * 7 % 13) + 1.0).collect();
    let event = (0..40).map(|i| i % 3 != 0).collect();
    let x1 = (0..40).map(|i| f64::from(i * 11 % 17)).collect();
    let x2 = (0..40).map(|i| f64::from(i * 5 % 7)).collect();
    Table::new(&[("x1", x1), ("x2", x2)], exit, event)
}

#[test]
fn what_cannot_be_fitted_is_named() {
    let settings = CoxSettings::default();
    let mut table = forty();
    table.columns[1] = vec![3.0; 40];
    assert_eq!(
        table.fit(&settings),
        Err(StatsError::ConstantColumn { name: "x2".to_owned() })
    );
    table.columns[1] = table.columns[0].iter().map(|x| 1e9 - 3.0 * x).collect();
    assert_eq!(
        table.fit(&settings),
        Err(StatsError::CollinearColumn { name: "x2".to_owned() })
    );
    let ridge = CoxSettings {
        penalty: 0.1,
        ..settings
    };
    assert!(table.fit(&ridge).is_ok());
    // Longer stays go with higher x2 without exception.
    table.columns[1] = table.exit.iter().map(|t| t.sqrt()).collect();
    assert_eq!(
        table.fit(&settings),
        Err(StatsError::SeparatingColumn { name: "x2".to_owned() })
    );
    // Nobody with x2 = 1 churns.
    table.columns[1] = table
        .event
        .iter()
        .enumerate()
        .map(|(i, e)| f64::from(u8::from(!e && i % 2 == 0)))
        .collect();
    assert_eq!(
        table.fit(&settings),
        Err(StatsError::SeparatingColumn { name: "x2".to_owned() })
    );
    // The same within strata.
    table.columns[1] = (0..40).map(|i| f64::from(i % 4)).collect();
    table.strata = Some((0..40).map(|i| i % 4).collect());
    assert_eq!(
        table.fit(&settings),
        Err(StatsError::ConstantColumn { name: "x2".to_owned() })
    );
    table.strata = None;
    table.cluster = Some((0..40).map(|i| i % 2).collect());
    let robust = CoxSettings {
        errors: Errors::Robust,
        ..settings
    };
    assert!(matches!(
        table.fit(&robust),
        Err(StatsError::TooFew {
            needed: 3,
            found: 2,
            ..
        })
    ));
    table.offset = Some((0..40).map(|i| f64::from(i) * 1e3).collect());
    assert!(matches!(
        table.fit(&settings),
        Err(StatsError::BadValue { name: "offset", .. })
    ));
    table.offset = None;
    table.event = vec![false; 40];
    assert!(matches!(table.fit(&settings), Err(StatsError::NoEvents { n: 40, .. })));
    let one = Table::new(&[("x", vec![1.0])], vec![1.0], vec![true]);
    assert!(matches!(one.fit(&settings), Err(StatsError::ConstantColumn { .. })));
    let nan = CoxSettings {
        penalty: f64::NAN,
        ..settings
    };
    assert!(matches!(forty().fit(&nan), Err(StatsError::OutOfRange { .. })));
}

#[test]
fn scales_do_not_matter() {
    let plain = forty().fit(&CoxSettings::default()).unwrap();
    for (unit, shift) in [(1e9, 1e12), (1e-9, 0.0), (1e140, 0.0), (1e-140, 1e-139), (1.0, 1e7)] {
        let mut table = forty();
        table.columns[0].iter_mut().for_each(|x| *x = *x * unit + shift);
        let fitted = table.fit(&CoxSettings::default()).unwrap();
        near(
            &[
                fitted.coefficients[0].coef * unit,
                fitted.coefficients[0].se * unit,
                fitted.coefficients[1].coef,
            ],
            &[
                plain.coefficients[0].coef,
                plain.coefficients[0].se,
                plain.coefficients[1].coef,
            ],
            1e-8,
        );
    }
    // Only the order of times counts.
    for stretch in [1e-300, 1e300] {
        let mut table = forty();
        table.exit.iter_mut().for_each(|t| *t = (*t - 1.0) / 13.0 * stretch);
        let fitted = table.fit(&CoxSettings::default()).unwrap();
        assert_eq!(coefs(&fitted), coefs(&plain));
    }
    for weight in [1e-12, 1e12] {
        let mut table = forty();
        table.weight = Some(vec![weight; 40]);
        let fitted = table.fit(&CoxSettings::default()).unwrap();
        near(&coefs(&fitted), &coefs(&plain), 1e-9);
        close(
            fitted.coefficients[0].se * weight.sqrt() / plain.coefficients[0].se,
            1.0,
            1e-9,
        );
    }
}

#[test]
fn one_distinct_time_says_nothing_about_order() {
    let mut table = forty();
    table.exit = vec![5.0; 40];
    let fitted = table.fit(&CoxSettings::default()).unwrap();
    assert!(fitted.log_likelihood >= fitted.null_log_likelihood);
    table.with(|data| {
        assert!(matches!(
            fitted.proportional_hazards_test(data, Transform::Identity),
            Err(StatsError::NoSpread { .. })
        ));
    });
}

#[test]
fn many_chunks_agree_with_few_rows_counted_often() {
    // 40 rows with integer weights are the same as each row as often as its weight says, over several chunks of rows.
    for late in [false, true] {
        let mut few = forty();
        few.weight = Some((0..40).map(|i| f64::from(500 + 10 * (i % 3))).collect());
        let mut many = forty();
        if late {
            let entry: Vec<f64> = few
                .exit
                .iter()
                .enumerate()
                .map(|(i, t)| t - 1.0 - (i % 4) as f64)
                .collect();
            few.entry = Some(entry.clone());
            many.entry = Some(entry);
        }
        let often = |column: &mut Vec<f64>, weights: &[f64]| {
            let repeated = column.iter().zip(weights).flat_map(|(x, w)| vec![*x; *w as usize]);
            *column = repeated.collect();
        };
        let weights = few.weight.clone().unwrap();
        many.columns.iter_mut().for_each(|c| often(c, &weights));
        if let Some(entry) = &mut many.entry {
            often(entry, &weights);
        }
        let mut event: Vec<f64> = many.event.iter().map(|e| f64::from(u8::from(*e))).collect();
        often(&mut event, &weights);
        many.event = event.iter().map(|e| *e == 1.0).collect();
        often(&mut many.exit, &weights);
        // Breslow: there a weight of 2 is the row twice also among ties.
        let settings = CoxSettings {
            ties: Ties::Breslow,
            ..CoxSettings::default()
        };
        let (few, many) = (few.fit(&settings).unwrap(), many.fit(&settings).unwrap());
        near(&coefs(&few), &coefs(&many), 1e-9);
        near(&ses(&few), &ses(&many), 1e-9);
        near(&[few.log_likelihood], &[many.log_likelihood], 1e-12);
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let rows = 30_000;
    let exit: Vec<f64> = (0..rows).map(|i| f64::from(i * 7919 % 20_011)).collect();
    let event = (0..rows).map(|i| i % 5 != 0).collect();
    let x = |m: i32| (0..rows).map(|i| f64::from(i % m)).collect::<Vec<f64>>();
    let mut table = Table::new(&[("x", x(7)), ("y", x(101)), ("z", x(977))], exit, event);
    table.entry = Some(
        table
            .exit
            .iter()
            .enumerate()
            .map(|(i, t)| t - 1.0 - (i % 997) as f64)
            .collect(),
    );
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let settings = CoxSettings {
            errors: Errors::Robust,
            ..CoxSettings::default()
        };
        pool.install(|| table.fit(&settings).unwrap())
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn cancelling_late_entries_leave_no_error() {
    // Heavy rows come and go before light ones are alone at risk.
    let mut table = forty();
    let plain = table.fit(&CoxSettings::default()).unwrap();
    for i in 0..30 {
        table.columns[0].push(f64::from(i % 17));
        table.columns[1].push(f64::from(i % 7));
        table.exit.push(1000.0 + f64::from(i));
        table.event.push(false);
    }
    let mut entry = vec![-1.0; 40];
    entry.extend([999.0; 30]);
    table.entry = Some(entry);
    let mut weight = vec![1e-6; 40];
    weight.extend([1e6; 30]);
    table.weight = Some(weight);
    let fitted = table.fit(&CoxSettings::default()).unwrap();
    near(&coefs(&fitted), &coefs(&plain), 1e-9);
    close(fitted.coefficients[0].se * 1e-3 / plain.coefficients[0].se, 1.0, 1e-8);
}
