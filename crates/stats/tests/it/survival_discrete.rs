//! Discrete-time hazards against R's glm on person-periods, by hand, and on inputs that break optimisers.

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::discrete::{
    Baseline, DiscreteData, DiscreteSettings, FittedDiscrete, Link, even_pieces, fit,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::close;

struct Sample {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    period: Vec<u32>,
    entry: Vec<u32>,
    event: Vec<bool>,
    weight: Vec<f64>,
}

impl Sample {
    fn stored(all: &Value) -> Self {
        let get = |name: &str| serde_json::from_value::<Vec<f64>>(all[name].clone()).unwrap();
        let whole = |name: &str| get(name).into_iter().map(|v| v as u32).collect();
        Self {
            names: vec!["x1".to_owned(), "x2".to_owned()],
            columns: vec![get("x1"), get("x2")],
            period: whole("period"),
            entry: whole("entry"),
            event: serde_json::from_value(all["event"].clone()).unwrap(),
            weight: get("weight"),
        }
    }

    fn fit(&self, weighted: bool, settings: &DiscreteSettings) -> Result<FittedDiscrete, StatsError> {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        fit(
            &DiscreteData {
                periods: &self.period,
                entry: Some(&self.entry),
                event: &self.event,
                covariates: Covariates {
                    names: &self.names,
                    columns: &columns,
                },
                weight: weighted.then_some(&self.weight),
            },
            settings,
        )
    }
}

fn settings(link: Link, baseline: Baseline) -> DiscreteSettings {
    DiscreteSettings {
        link,
        baseline,
        ridge: 0.0,
    }
}

fn without_columns(periods: &[u32], event: &[bool], baseline: Baseline) -> Result<FittedDiscrete, StatsError> {
    fit(
        &DiscreteData {
            periods,
            entry: None,
            event,
            covariates: Covariates::NONE,
            weight: None,
        },
        &settings(Link::Logit, baseline),
    )
}

fn one_column(column: &[f64], periods: &[u32], event: &[bool], ridge: f64) -> Result<FittedDiscrete, StatsError> {
    fit(
        &DiscreteData {
            periods,
            entry: None,
            event,
            covariates: Covariates {
                names: &["fee".to_owned()],
                columns: &[column],
            },
            weight: None,
        },
        &DiscreteSettings {
            ridge,
            ..DiscreteSettings::default()
        },
    )
}

#[test]
fn without_columns_it_is_the_life_table() {
    // Period 1: 1 of 5; 2: nobody of 4; 3: 2 of 3; the last one stays in 4.
    let found = without_columns(&[1, 3, 3, 4, 2], &[true, true, true, false, false], Baseline::PerPeriod).unwrap();
    let hazards: Vec<f64> = found.baseline.iter().map(|piece| piece.hazard.unwrap()).collect();
    assert_eq!(found.baseline.len(), 4);
    for (found, expected) in hazards.iter().zip([0.2, 0.0, 2.0 / 3.0, 0.0]) {
        close(*found, expected, 1e-12);
    }
    close(
        found.log_likelihood,
        0.2_f64.ln() + 4.0 * 0.8_f64.ln() + 2.0 * (2.0_f64 / 3.0).ln() - 3.0_f64.ln(),
        1e-12,
    );
    assert_eq!((found.person_periods, found.events, found.n), (13.0, 3, 5));
    close(found.survival(0.0, 3).unwrap(), 0.8 / 3.0, 1e-12);
    assert_eq!(
        (found.survival(0.0, 0), found.survival(0.0, 5), found.hazard(0.0, 0)),
        (Some(1.0), None, None)
    );
    assert_eq!(found.median(0.0), Some(3));
    // All in one piece: 3 of 13.
    let one = without_columns(
        &[1, 3, 3, 4, 2],
        &[true, true, true, false, false],
        Baseline::Pieces(vec![]),
    )
    .unwrap();
    close(one.hazard(0.0, 4).unwrap(), 3.0 / 13.0, 1e-12);
    // (10/13)^3 is below a half for the first time.
    assert_eq!(one.median(0.0), Some(3));
}

#[test]
fn agrees_with_glm_on_person_periods() {
    let all: Value = serde_json::from_str(include_str!("../reference/discrete.json")).unwrap();
    let data = Sample::stored(&all);
    let pieces = || Baseline::Pieces(vec![2, 4]);
    let cases = [
        ("logit", Link::Logit, Baseline::PerPeriod, false),
        ("logit_weighted", Link::Logit, Baseline::PerPeriod, true),
        ("cloglog", Link::CompLogLog, Baseline::PerPeriod, false),
        ("cloglog_pieces", Link::CompLogLog, pieces(), false),
        ("logit_pieces", Link::Logit, pieces(), true),
    ];
    for (name, link, baseline, weighted) in cases {
        let found = data.fit(weighted, &settings(link, baseline)).unwrap();
        let get = |what: &str| serde_json::from_value::<Vec<f64>>(all[name][what].clone()).unwrap();
        let (coefs, errors) = (get("coef"), get("se"));
        let intercepts = coefs.len() - 2;
        assert_eq!(found.baseline.len(), intercepts);
        // glm lets the intercept of a period without churn run away and counts it.
        let counted = found.baseline.iter().filter(|piece| piece.intercept.is_some()).count();
        for (piece, (coef, se)) in found.baseline.iter().zip(coefs.iter().zip(&errors)) {
            if let Some(intercept) = piece.intercept {
                close(intercept, *coef, 1e-8);
                close(piece.se.unwrap(), *se, 1e-7);
            } else {
                assert!(*coef < -25.0 && piece.hazard == Some(0.0));
            }
        }
        for (j, found) in found.coefficients.iter().enumerate() {
            close(found.coef, coefs[intercepts + j], 1e-8);
            close(found.se, errors[intercepts + j], 1e-7);
        }
        close(
            found.log_likelihood,
            all[name]["log_likelihood"].as_f64().unwrap(),
            1e-8,
        );
        let more = 2.0 * (intercepts - counted) as f64;
        close(found.aic, all[name]["aic"].as_f64().unwrap() - more, 1e-8);
    }
}

#[test]
fn predictions_add_up() {
    let all: Value = serde_json::from_str(include_str!("../reference/discrete.json")).unwrap();
    let data = Sample::stored(&all);
    let found = data
        .fit(false, &settings(Link::CompLogLog, Baseline::Pieces(vec![2, 4])))
        .unwrap();
    let columns: Vec<&[f64]> = data.columns.iter().map(Vec::as_slice).collect();
    let covariates = Covariates {
        names: &data.names,
        columns: &columns,
    };
    let predictors = found.linear_predictors(&covariates).unwrap();
    // From the intercept at 0 and the raw columns.
    let raw = found.coefficients[0].coef * data.columns[0][7] + found.coefficients[1].coef * data.columns[1][7];
    let hazard = |piece: usize| -(-(found.baseline[piece].intercept.unwrap() + raw).exp()).exp_m1();
    close(found.hazard(predictors[7], 4).unwrap(), hazard(1), 1e-12);
    let expected = (1.0 - hazard(0)).powi(2) * (1.0 - hazard(1)).powi(2) * (1.0 - hazard(2));
    close(found.survival(predictors[7], 5).unwrap(), expected, 1e-12);
    let one = Covariates {
        names: &data.names[..1],
        columns: &columns[..1],
    };
    assert!(matches!(
        found.linear_predictors(&one),
        Err(StatsError::LengthMismatch { left: 2, right: 1 })
    ));
}

#[test]
fn what_has_no_estimate_is_named() {
    let periods: Vec<u32> = (0..40).map(|i| 1 + i % 4).collect();
    let event: Vec<bool> = (0..40).map(|i| i % 3 == 0).collect();
    let column: Vec<f64> = (0..40).map(|i| f64::from(i * 7 % 11)).collect();
    assert!(one_column(&column, &periods, &event, 0.0).is_ok());
    let churned: Vec<f64> = event.iter().map(|&e| f64::from(u8::from(e))).collect();
    let separating = StatsError::SeparatingColumn { name: "fee".to_owned() };
    // The flag is the event itself: it churns only in the last period, so only its absence is certain.
    assert_eq!(one_column(&churned, &periods, &event, 0.0), Err(separating.clone()));
    let huge: Vec<f64> = churned.iter().map(|c| 1e9 * c + 1e9).collect();
    assert_eq!(one_column(&huge, &periods, &event, 0.0), Err(separating));
    // A prior makes it finite.
    assert!(one_column(&churned, &periods, &event, 1.0).unwrap().coefficients[0].coef > 0.5);
    assert_eq!(
        one_column(&[5.0; 40], &periods, &event, 0.0),
        Err(StatsError::ConstantColumn { name: "fee".to_owned() })
    );
    assert!(matches!(
        one_column(&column, &periods, &[false; 40], 0.0),
        Err(StatsError::NoEvents { n: 40, .. })
    ));
    assert!(matches!(
        one_column(&[1.0, 2.0], &[1, 1], &[true, true], 0.0),
        Err(StatsError::WrongSetting { .. })
    ));
    let twice = fit(
        &DiscreteData {
            periods: &periods,
            entry: None,
            event: &event,
            covariates: Covariates {
                names: &["a".to_owned(), "b".to_owned()],
                columns: &[&column, &column.iter().map(|c| 3.0 - 2.0 * c).collect::<Vec<f64>>()],
            },
            weight: None,
        },
        &DiscreteSettings::default(),
    );
    assert_eq!(twice, Err(StatsError::CollinearColumn { name: "b".to_owned() }));
    assert_eq!(
        without_columns(&[1, 0], &[true, false], Baseline::PerPeriod),
        Err(StatsError::NonPositiveDuration { index: 1, value: 0.0 })
    );
    assert!(matches!(
        without_columns(&[1, 2], &[true, false], Baseline::Pieces(vec![3, 3])),
        Err(StatsError::BadValue { index: 1, .. })
    ));
    let many: Vec<u32> = (1..3000).collect();
    assert!(matches!(
        without_columns(&many, &vec![true; 2999], Baseline::PerPeriod),
        Err(StatsError::OutOfRange { .. })
    ));
    let ends = even_pieces(&many, &vec![true; 2999], 8);
    assert_eq!(
        without_columns(&many, &vec![true; 2999], Baseline::Pieces(ends))
            .unwrap()
            .baseline
            .len(),
        8
    );
}

#[test]
fn units_change_only_their_coefficient() {
    let periods: Vec<u32> = (0..60).map(|i| 1 + i * 5 % 7).collect();
    let event: Vec<bool> = (0..60).map(|i| i % 3 != 0).collect();
    let column: Vec<f64> = (0..60).map(|i| f64::from(i * 7 % 13)).collect();
    let plain = one_column(&column, &periods, &event, 0.0).unwrap();
    for scale in [1e9, 1e-9, 1e100] {
        let scaled: Vec<f64> = column.iter().map(|c| c * scale).collect();
        let found = one_column(&scaled, &periods, &event, 0.0).unwrap();
        close(
            found.coefficients[0].coef * scale / plain.coefficients[0].coef,
            1.0,
            1e-9,
        );
        close(found.log_likelihood, plain.log_likelihood, 1e-9);
    }
    // Periods far apart cost nothing: 4e9 months.
    let far: Vec<u32> = periods.iter().map(|p| p * 570_000_000).collect();
    close(
        one_column(&column, &far, &event, 0.0).unwrap().log_likelihood,
        plain.log_likelihood,
        1e-9,
    );
}

#[test]
fn threads_do_not_change_a_bit() {
    let n = 30_000_u32;
    let periods: Vec<u32> = (0..n).map(|i| 1 + i * 7919 % 23).collect();
    let event: Vec<bool> = (0..n).map(|i| i * 31 % 5 < 2).collect();
    let column: Vec<f64> = (0..n).map(|i| f64::from(i * 10_729 % 499)).collect();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| one_column(&column, &periods, &event, 0.0).unwrap())
    };
    assert_eq!(on(1), on(3));
}

proptest! {
    #[test]
    fn a_weight_is_a_repeated_row(rows in vec((1..5_u32, any::<bool>(), 0..4_i32, 1..4_usize), 8..40)) {
        let periods: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let column: Vec<f64> = rows.iter().map(|row| f64::from(row.2)).collect();
        let weight: Vec<f64> = rows.iter().map(|row| row.3 as f64).collect();
        let names = ["fee".to_owned()];
        let settings = DiscreteSettings::default();
        let weighted = fit(
            &DiscreteData {
                periods: &periods,
                entry: None,
                event: &event,
                covariates: Covariates { names: &names, columns: &[&column] },
                weight: Some(&weight),
            },
            &settings,
        );
        let repeat = |value: f64, times: usize| std::iter::repeat_n(value, times);
        let long: Vec<f64> = rows.iter().flat_map(|row| repeat(f64::from(row.2), row.3)).collect();
        let long_periods: Vec<u32> = rows.iter().flat_map(|row| std::iter::repeat_n(row.0, row.3)).collect();
        let long_event: Vec<bool> = rows.iter().flat_map(|row| std::iter::repeat_n(row.1, row.3)).collect();
        let repeated = one_column(&long, &long_periods, &long_event, 0.0);
        match (weighted, repeated) {
            (Ok(a), Ok(b)) => {
                prop_assert!((a.log_likelihood - b.log_likelihood).abs() < 1e-9 * (1.0 + b.log_likelihood.abs()));
                let (a, b) = (&a.coefficients[0], &b.coefficients[0]);
                prop_assert!((a.coef - b.coef).abs() < 1e-6 * (1.0 + b.coef.abs()), "{} {}", a.coef, b.coef);
                prop_assert!((a.se - b.se).abs() < 1e-6 * (1.0 + b.se), "{} {}", a.se, b.se);
            }
            (Err(a), Err(b)) => prop_assert_eq!(
                std::mem::discriminant(&a), std::mem::discriminant(&b), "{} {}", a, b
            ),
            (a, b) => prop_assert!(false, "{:?} {:?}", a, b),
        }
    }

    #[test]
    fn every_input_ends_in_numbers_or_a_named_error(
        rows in vec((1..7_u32, any::<bool>(), 0..6_usize, 0..4_usize, 0..3_usize), 1..30),
        logit in any::<bool>(),
        pieces in any::<bool>(),
        ridge in prop_oneof![Just(0.0), Just(1e-6), Just(1.0)],
    ) {
        let values = [0.0, 1.0, -1.0, 1e9, 1e-9, -3e5];
        let periods: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let entry: Vec<u32> = rows.iter().map(|row| (row.3 as u32).min(row.0 - 1)).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let a: Vec<f64> = rows.iter().map(|row| values[row.2]).collect();
        let b: Vec<f64> = rows.iter().map(|row| row.3 as f64).collect();
        let weight: Vec<f64> = rows.iter().map(|row| [1e-12, 1.0, 1e12][row.4]).collect();
        let found = fit(
            &DiscreteData {
                periods: &periods,
                entry: Some(&entry),
                event: &event,
                covariates: Covariates { names: &["a".to_owned(), "b".to_owned()], columns: &[&a, &b] },
                weight: Some(&weight),
            },
            &DiscreteSettings {
                link: if logit { Link::Logit } else { Link::CompLogLog },
                baseline: if pieces { Baseline::Pieces(vec![2, 3]) } else { Baseline::PerPeriod },
                ridge,
            },
        );
        if let Ok(found) = found {
            prop_assert!(found.log_likelihood.is_finite() && found.aic.is_finite());
            for one in &found.coefficients {
                prop_assert!(one.coef.is_finite() && one.se.is_finite() && (0.0..=1.0).contains(&one.p), "{:?}", one);
            }
            let mut before = 1.0;
            for period in 1..8 {
                if let Some(survival) = found.survival(0.3, period) {
                    prop_assert!(survival <= before && survival >= 0.0);
                    before = survival;
                }
            }
        }
    }
}
