use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::cox::{CoxData, CoxSettings, Errors, FittedCox, Ties, Transform, fit};
use holdfast_stats::survival::recurrent::{CustomerSpells, RecurrentModel, arrange};
use holdfast_stats::survival::spells::Spells;
use proptest::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

use crate::reference::close;

static REFERENCE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../reference/cox.json")).unwrap());

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

/// Equal to within a relative tolerance, or an absolute one near 0.
#[track_caller]
fn near(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (at, (f, e)) in found.iter().zip(expected).enumerate() {
        assert!(
            (f - e).abs() <= tolerance * e.abs().max(1e-2),
            "{at}: {f} instead of {e}"
        );
    }
}

/// Owned columns of which data can be made.
#[derive(Clone, Debug)]
struct Table {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    entry: Option<Vec<f64>>,
    exit: Vec<f64>,
    event: Vec<bool>,
    weight: Option<Vec<f64>>,
    strata: Option<Vec<u32>>,
    offset: Option<Vec<f64>>,
    cluster: Option<Vec<u32>>,
}

impl Table {
    fn new(columns: &[(&str, Vec<f64>)], exit: Vec<f64>, event: Vec<bool>) -> Self {
        Self {
            names: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            columns: columns.iter().map(|(_, column)| column.clone()).collect(),
            entry: None,
            exit,
            event,
            weight: None,
            strata: None,
            offset: None,
            cluster: None,
        }
    }

    fn rossi(names: &[&str]) -> Self {
        let rossi = &REFERENCE["rossi"];
        let columns: Vec<_> = names.iter().map(|name| (*name, numbers(&rossi[name]))).collect();
        let event = numbers(&rossi["arrest"]).iter().map(|e| *e == 1.0).collect();
        Self::new(&columns, numbers(&rossi["week"]), event)
    }

    fn made() -> Self {
        let made = &REFERENCE["made"];
        let event = numbers(&made["event"]).iter().map(|e| *e == 1.0).collect();
        let columns = [("a", numbers(&made["a"])), ("b", numbers(&made["b"]))];
        Self::new(&columns, numbers(&made["exit"]), event)
    }

    fn with<R>(&self, use_it: impl FnOnce(&CoxData<'_>) -> R) -> R {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        let mut spells = Spells::new(&self.exit, &self.event);
        spells.entry = self.entry.as_deref();
        spells.weight = self.weight.as_deref();
        let covariates = Covariates {
            names: &self.names,
            columns: &columns,
        };
        let mut data = CoxData::new(spells, covariates);
        data.strata = self.strata.as_deref();
        data.offset = self.offset.as_deref();
        data.cluster = self.cluster.as_deref();
        use_it(&data)
    }

    fn fit(&self, settings: &CoxSettings) -> Result<FittedCox, StatsError> {
        self.with(|data| fit(data, settings))
    }
}

const SEVEN: [&str; 7] = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];

fn coefs(fitted: &FittedCox) -> Vec<f64> {
    fitted.coefficients.iter().map(|c| c.coef).collect()
}

fn ses(fitted: &FittedCox) -> Vec<f64> {
    fitted.coefficients.iter().map(|c| c.se).collect()
}

/// Everything that `report` of make_cox.R wrote.
fn agrees_with_r(table: &Table, ties: Ties, errors: Errors, expected: &Value, residuals: bool) {
    let settings = CoxSettings {
        ties,
        errors,
        ..CoxSettings::default()
    };
    let fitted = table.fit(&settings).unwrap();
    near(&coefs(&fitted), &numbers(&expected["coef"]), 1e-9);
    near(&fitted.covariance, &numbers(&expected["var"]), 1e-8);
    near(&fitted.model_covariance, &numbers(&expected["naive"]), 1e-8);
    near(
        &[fitted.null_log_likelihood, fitted.log_likelihood],
        &numbers(&expected["loglik"]),
        1e-12,
    );
    let tests = fitted.tests.unwrap();
    let found = [tests.likelihood_ratio, tests.wald, tests.score].map(|test| test.chi_squared);
    near(&found, &numbers(&expected["tests"]), 1e-8);
    let steps: Vec<_> = fitted.baselines.iter().flat_map(|b| &b.steps).collect();
    let times: Vec<f64> = steps.iter().map(|step| step.time).collect();
    assert_eq!(times, numbers(&expected["time"]));
    let hazards: Vec<f64> = steps.iter().map(|step| step.cumulative_hazard).collect();
    near(&hazards, &numbers(&expected["hazard"]), 1e-9);
    table.with(|data| {
        for (transform, name) in [
            (Transform::Identity, "identity"),
            (Transform::Rank, "rank"),
            (Transform::Km, "km"),
            (Transform::Log, "log"),
        ] {
            let test = fitted.proportional_hazards_test(data, transform).unwrap();
            let mut found: Vec<f64> = test.columns.iter().map(|c| c.rho).collect();
            found.extend(test.columns.iter().map(|c| c.test.chi_squared));
            found.push(test.global.chi_squared);
            near(&found, &numbers(&expected[name]), 1e-7);
        }
        if !residuals {
            return;
        }
        let by_row = |columns: &[Vec<f64>]| -> Vec<f64> {
            let rows = 0..columns[0].len();
            rows.flat_map(|row| columns.iter().map(move |column| column[row]))
                .collect()
        };
        near(
            &fitted.martingale_residuals(data).unwrap(),
            &numbers(&expected["martingale"]),
            1e-8,
        );
        near(
            &fitted.deviance_residuals(data).unwrap(),
            &numbers(&expected["deviance"]),
            1e-7,
        );
        near(
            &by_row(&fitted.score_residuals(data).unwrap()),
            &numbers(&expected["score"]),
            1e-8,
        );
        near(
            &by_row(&fitted.dfbeta_residuals(data).unwrap()),
            &numbers(&expected["dfbeta"]),
            1e-8,
        );
        near(
            &by_row(&fitted.schoenfeld_residuals(data).unwrap().columns),
            &numbers(&expected["schoenfeld"]),
            1e-8,
        );
        near(
            &by_row(&fitted.scaled_schoenfeld_residuals(data).unwrap().columns),
            &numbers(&expected["scaled"]),
            1e-8,
        );
    });
}

#[test]
fn rossi_to_the_printed_digits() {
    let fitted = Table::rossi(&SEVEN).fit(&CoxSettings::default()).unwrap();
    let printed = [
        -0.3794222, -0.0574377, 0.3138998, -0.1497957, -0.4337039, -0.0848711, 0.0914971,
    ];
    for (found, expected) in coefs(&fitted).iter().zip(printed) {
        close(*found, expected, 5e-8);
    }
    close(fitted.log_likelihood, -658.75, 5e-3);
    assert_eq!((fitted.n, fitted.events, fitted.few_events), (432, 114, false));
    let mut by_race = Table::rossi(&["fin", "age", "wexp", "mar", "paro", "prio"]);
    by_race.strata = Some(numbers(&REFERENCE["rossi"]["race"]).iter().map(|r| *r as u32).collect());
    let fitted = by_race.fit(&CoxSettings::default()).unwrap();
    for (found, expected) in coefs(&fitted)
        .iter()
        .zip([-0.3788, -0.0576, -0.1427, -0.4388, -0.0858, 0.0922])
    {
        close(*found, expected, 5e-5);
    }
}

#[test]
fn rossi_agrees_with_r() {
    let r = &REFERENCE["r"];
    let rossi = Table::rossi(&SEVEN);
    agrees_with_r(&rossi, Ties::Efron, Errors::Model, &r["rossi"], false);
    agrees_with_r(&rossi, Ties::Breslow, Errors::Model, &r["rossi_breslow"], false);
    agrees_with_r(&rossi, Ties::Efron, Errors::Robust, &r["rossi_robust"], false);
    let mut by_race = Table::rossi(&["fin", "age", "wexp", "mar", "paro", "prio"]);
    by_race.strata = Some(numbers(&REFERENCE["rossi"]["race"]).iter().map(|r| *r as u32).collect());
    agrees_with_r(&by_race, Ties::Efron, Errors::Model, &r["rossi_strata"], false);
}

#[test]
fn made_up_data_agree_with_r_in_every_option() {
    let made = &REFERENCE["made"];
    let codes = |name: &str| numbers(&made[name]).iter().map(|c| *c as u32).collect::<Vec<u32>>();
    for (ties, word) in [(Ties::Efron, "efron"), (Ties::Breslow, "breslow")] {
        let expected = |name: &str| REFERENCE["r"][format!("{word}_{name}")].clone();
        let mut table = Table::made();
        agrees_with_r(&table, ties, Errors::Model, &expected("plain"), true);
        table.offset = Some(numbers(&made["offset"]));
        agrees_with_r(&table, ties, Errors::Model, &expected("offset"), true);
        table.offset = None;
        table.entry = Some(numbers(&made["entry"]));
        agrees_with_r(&table, ties, Errors::Model, &expected("entry"), true);
        agrees_with_r(&table, ties, Errors::Robust, &expected("robust"), true);
        table.weight = Some(numbers(&made["weight"]));
        agrees_with_r(&table, ties, Errors::Model, &expected("weights"), true);
        table.weight = None;
        table.strata = Some(codes("stratum"));
        agrees_with_r(&table, ties, Errors::Model, &expected("strata"), true);
        table.weight = Some(numbers(&made["weight"]));
        table.offset = Some(numbers(&made["offset"]));
        table.cluster = Some(codes("cluster"));
        agrees_with_r(&table, ties, Errors::Robust, &expected("everything"), true);
    }
}

#[test]
fn penalties_agree_with_lifelines() {
    let lifelines = &REFERENCE["lifelines"];
    let rossi = Table::rossi(&SEVEN);
    let ridge = CoxSettings {
        penalty: 0.1,
        ..CoxSettings::default()
    };
    let fitted = rossi.fit(&ridge).unwrap();
    near(&coefs(&fitted), &numbers(&lifelines["ridge"]["coef"]), 1e-6);
    near(&ses(&fitted), &numbers(&lifelines["ridge"]["se"]), 1e-6);
    assert!(fitted.tests.is_none());
    // Smoothed there, exact here: where lifelines says 1e-12 the coefficient is 0.
    let elastic = CoxSettings {
        penalty: 0.05,
        l1_share: 0.5,
        ..CoxSettings::default()
    };
    let fitted = rossi.fit(&elastic).unwrap();
    near(&coefs(&fitted), &numbers(&lifelines["elastic"]["coef"]), 1e-4);
    for at in [2, 5] {
        let left_out = &fitted.coefficients[at];
        assert_eq!((left_out.coef, left_out.se, left_out.p), (0.0, 0.0, 1.0));
    }
    // Nothing pays under a strong enough penalty.
    let strong = CoxSettings {
        penalty: 10.0,
        l1_share: 1.0,
        ..CoxSettings::default()
    };
    let fitted = rossi.fit(&strong).unwrap();
    assert!(coefs(&fitted).iter().all(|c| *c == 0.0));
    assert_eq!(fitted.log_likelihood, fitted.null_log_likelihood);
}

#[test]
fn more_of_lifelines() {
    let lifelines = &REFERENCE["lifelines"];
    let expected = &lifelines["rossi"];
    let rossi = Table::rossi(&SEVEN);
    let fitted = rossi.fit(&CoxSettings::default()).unwrap();
    near(&ses(&fitted), &numbers(&expected["se"]), 1e-6);
    let predictors = rossi.with(|data| fitted.linear_predictors(&data.covariates, None).unwrap());
    near(&predictors, &numbers(&expected["linear_predictor"]), 1e-5);
    rossi.with(|data| {
        for (transform, name) in [(Transform::Identity, "identity"), (Transform::Log, "log")] {
            let test = fitted.proportional_hazards_test(data, transform).unwrap();
            for column in &test.columns {
                near(
                    &[column.test.chi_squared],
                    &[expected[name][&column.name].as_f64().unwrap()],
                    1e-5,
                );
            }
        }
    });
    let mut by_race = Table::rossi(&["fin", "age", "wexp", "mar", "paro", "prio"]);
    by_race.strata = Some(numbers(&REFERENCE["rossi"]["race"]).iter().map(|r| *r as u32).collect());
    let ridge = CoxSettings {
        penalty: 0.03,
        ..CoxSettings::default()
    };
    let fitted = by_race.fit(&ridge).unwrap();
    near(&coefs(&fitted), &numbers(&lifelines["ridge_strata"]["coef"]), 1e-6);
    let mut late = Table::made();
    late.entry = Some(numbers(&REFERENCE["made"]["entry"]));
    late.weight = Some(numbers(&REFERENCE["made"]["weight"]));
    let fitted = late.fit(&CoxSettings::default()).unwrap();
    near(&coefs(&fitted), &numbers(&lifelines["entry_weights"]["coef"]), 1e-6);
    near(&ses(&fitted), &numbers(&lifelines["entry_weights"]["se"]), 1e-6);
}

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

fn small() -> impl Strategy<Value = Table> {
    (3..25_usize, 1..4_usize).prop_flat_map(|(n, k)| {
        let columns = prop::collection::vec(prop::collection::vec(-3..4_i8, n), k);
        let rows = prop::collection::vec((0..8_u8, any::<bool>(), 1..4_u8, 0..3_u8, 0..4_u8), n);
        (columns, rows, any::<[bool; 3]>()).prop_map(|(columns, rows, [late, weighted, stratified])| {
            let names = ["a", "b", "c"];
            let columns: Vec<(&str, Vec<f64>)> = names
                .into_iter()
                .zip(columns.iter().map(|c| c.iter().map(|x| f64::from(*x)).collect()))
                .collect();
            let exit = rows.iter().map(|r| f64::from(r.0)).collect();
            let mut table = Table::new(&columns, exit, rows.iter().map(|r| r.1).collect());
            table.weight = weighted.then(|| rows.iter().map(|r| f64::from(r.2)).collect());
            table.strata = stratified.then(|| rows.iter().map(|r| u32::from(r.3)).collect());
            table.entry = late.then(|| rows.iter().map(|r| f64::from(r.0) - 1.0 - f64::from(r.4)).collect());
            table
        })
    })
}

proptest! {
    #[test]
    fn every_data_set_ends_in_a_maximum_or_a_name(table in small(), breslow in any::<bool>(), l1 in 0..3_u8) {
        let settings = CoxSettings {
            ties: if breslow { Ties::Breslow } else { Ties::Efron },
            errors: Errors::Model,
            penalty: if l1 == 0 { 0.0 } else { 0.02 },
            l1_share: if l1 == 2 { 1.0 } else { 0.0 },
        };
        match table.fit(&settings) {
            Ok(fitted) => {
                prop_assert!(fitted.coefficients.iter().all(|c| c.coef.is_finite() && c.se.is_finite() && c.p.is_finite()));
                // Weighted martingale residuals add up to 0.
                let residuals = table.with(|data| fitted.martingale_residuals(data).unwrap());
                let weight = |row: usize| table.weight.as_ref().map_or(1.0, |w| w[row]);
                let sum: f64 = residuals.iter().enumerate().map(|(row, r)| weight(row) * r).sum();
                prop_assert!(sum.abs() < 1e-8, "{sum}");
                // At the maximum the score is 0.
                if l1 == 0 {
                    for column in table.with(|data| fitted.score_residuals(data).unwrap()) {
                        let sum: f64 = column.iter().enumerate().map(|(row, r)| weight(row) * r).sum();
                        prop_assert!(sum.abs() < 1e-6, "{sum}");
                    }
                }
                for baseline in &fitted.baselines {
                    prop_assert!(baseline.steps.windows(2).all(|w| w[0].time < w[1].time && w[0].cumulative_hazard <= w[1].cumulative_hazard));
                }
            }
            Err(StatsError::NoConvergence { .. } | StatsError::Overflow { .. }) => prop_assert!(false, "no maximum"),
            Err(_) => {}
        }
    }
}

fn spells_agree_with_r(model: RecurrentModel, name: &str) {
    let spells = &REFERENCE["spells"];
    let codes: Vec<u32> = numbers(&spells["customer"]).iter().map(|c| *c as u32).collect();
    let event: Vec<bool> = numbers(&spells["event"]).iter().map(|e| *e == 1.0).collect();
    let customers = CustomerSpells {
        customer: &codes,
        start: &numbers(&spells["start"]),
        stop: &numbers(&spells["stop"]),
        event: &event,
    };
    // 25, 21, 14, 7, 2 and 1 customers churn for the first to the sixth time: fewer than 4 make the last three one.
    let arranged = arrange(&customers, model, 4).unwrap();
    let names = ["a".to_owned(), "b".to_owned()];
    let columns = [numbers(&spells["a"]), numbers(&spells["b"])];
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let data = arranged.cox_data(Covariates {
        names: &names,
        columns: &columns,
    });
    let settings = CoxSettings {
        errors: Errors::Robust,
        ..CoxSettings::default()
    };
    let fitted = fit(&data, &settings).unwrap();
    let expected = &REFERENCE["r"][name];
    near(&coefs(&fitted), &numbers(&expected["coef"]), 1e-9);
    near(&fitted.covariance, &numbers(&expected["var"]), 1e-8);
    near(&fitted.model_covariance, &numbers(&expected["naive"]), 1e-8);
    near(&[fitted.log_likelihood], &numbers(&expected["loglik"])[1..], 1e-10);
}

#[test]
fn recurrent_churn_agrees_with_r() {
    spells_agree_with_r(RecurrentModel::AndersenGill, "andersen_gill");
    spells_agree_with_r(RecurrentModel::TotalTime, "total_time");
    spells_agree_with_r(RecurrentModel::GapTime, "gap_time");
}

#[test]
fn spells_by_hand() {
    // Customer 8 churns at 4, is back from 6 to 9 in two rows and churns again; customer 3 stays.
    let spells = CustomerSpells {
        customer: &[8, 3, 8, 8],
        start: &[6.0, 0.0, 0.0, 7.0],
        stop: &[7.0, 5.0, 4.0, 9.0],
        event: &[false, false, true, true],
    };
    let gap = arrange(&spells, RecurrentModel::GapTime, 1).unwrap();
    assert_eq!(gap.entry, [0.0, 0.0, 0.0, 1.0]);
    assert_eq!(gap.exit, [1.0, 5.0, 4.0, 3.0]);
    assert_eq!(gap.strata, Some(vec![2, 1, 1, 2]));
    let merged = arrange(&spells, RecurrentModel::TotalTime, 2).unwrap();
    assert_eq!((merged.exit.as_slice(), merged.strata), (spells.stop, Some(vec![1; 4])));
    let overlap = CustomerSpells {
        start: &[6.0, 0.0, 0.0, 6.5],
        ..spells
    };
    assert!(matches!(
        arrange(&overlap, RecurrentModel::AndersenGill, 1),
        Err(StatsError::Contradiction { index: 3, .. })
    ));
}
