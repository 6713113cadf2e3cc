//! Cox regression against R's survival and lifelines.

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::cox::{CoxData, CoxSettings, Errors, FittedCox, Ties, Transform, fit};
use holdfast_stats::survival::spells::Spells;
use serde_json::Value;
use std::sync::LazyLock;

use crate::reference::close;

pub static REFERENCE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../reference/cox.json")).unwrap());

pub fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

/// Equal to within a relative tolerance, or an absolute one near 0.
#[track_caller]
pub fn near(found: &[f64], expected: &[f64], tolerance: f64) {
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
pub struct Table {
    pub names: Vec<String>,
    pub columns: Vec<Vec<f64>>,
    pub entry: Option<Vec<f64>>,
    pub exit: Vec<f64>,
    pub event: Vec<bool>,
    pub weight: Option<Vec<f64>>,
    pub strata: Option<Vec<u32>>,
    pub offset: Option<Vec<f64>>,
    pub cluster: Option<Vec<u32>>,
}

impl Table {
    pub fn new(columns: &[(&str, Vec<f64>)], exit: Vec<f64>, event: Vec<bool>) -> Self {
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

    pub fn with<R>(&self, use_it: impl FnOnce(&CoxData<'_>) -> R) -> R {
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

    pub fn fit(&self, settings: &CoxSettings) -> Result<FittedCox, StatsError> {
        self.with(|data| fit(data, settings))
    }
}

pub const SEVEN: [&str; 7] = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];

pub fn coefs(fitted: &FittedCox) -> Vec<f64> {
    fitted.coefficients.iter().map(|c| c.coef).collect()
}

pub fn ses(fitted: &FittedCox) -> Vec<f64> {
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
