//! Parametric durations.

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::parametric::{
    AftSettings, Breakpoints, Censored, Family, FittedAft, PiecewiseSettings, fit_aft, fit_cure, fit_piecewise,
};
use holdfast_stats::survival::spells::Spells;
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::close;

const PLAIN: AftSettings = AftSettings { ridge: 0.0 };
const ROSSI: [&str; 7] = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];

fn stored(section: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/parametric.json")).unwrap();
    all[section].clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

/// Columns with their names, to borrow covariates from.
struct Table {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

impl Table {
    fn new(columns: &[(&str, &[f64])]) -> Self {
        Self {
            names: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            columns: columns.iter().map(|(_, column)| column.to_vec()).collect(),
        }
    }

    fn of(data: &Value, names: &[&str]) -> Self {
        Self {
            names: names.iter().map(|&name| name.to_owned()).collect(),
            columns: names.iter().map(|&name| numbers(&data[name])).collect(),
        }
    }

    fn with<T>(&self, body: impl FnOnce(&Covariates<'_>) -> T) -> T {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        body(&Covariates {
            names: &self.names,
            columns: &columns,
        })
    }

    fn row(&self, at: usize) -> Vec<f64> {
        self.columns.iter().map(|column| column[at]).collect()
    }
}

/// Exact where `event`, else right-censored.
fn upper(time: &[f64], event: &[bool]) -> Vec<f64> {
    let ends = time.iter().zip(event);
    ends.map(|(&time, &event)| if event { time } else { f64::INFINITY })
        .collect()
}

fn events(column: &Value) -> Vec<bool> {
    numbers(column).iter().map(|&event| event == 1.0).collect()
}

fn fit(time: &[f64], event: &[bool], family: Family) -> Result<FittedAft, StatsError> {
    let upper = upper(time, event);
    let data = Censored {
        lower: time,
        upper: &upper,
        entry: None,
        weight: None,
    };
    fit_aft(&data, &Covariates::NONE, family, &PLAIN)
}

/// Equal to within a relative tolerance.
#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    close(found, expected, tolerance * expected.abs());
}

/// survreg has the intercept first and ln σ last.
fn check_survreg(fitted: &FittedAft, fits: &Value, name: &str) {
    let coefficients = numbers(&fits[format!("{name}.coef")]);
    let errors = numbers(&fits[format!("{name}.se")]);
    let slopes = coefficients.len() - 2;
    near(fitted.log_likelihood, numbers(&fits[format!("{name}.ll")])[0], 1e-9);
    for (at, found) in fitted.coefficients.iter().enumerate() {
        let place = if at < slopes {
            at + 1
        } else if at == slopes {
            0
        } else {
            at
        };
        let sign = if found.name == "log_shape" { -1.0 } else { 1.0 };
        near(found.coef, sign * coefficients[place], 1e-6);
        near(found.se, errors[place], 1e-6);
    }
}

/// With the names of both programs, and how near lifelines comes to the maximum with its tolerance set to 1e-15: its
/// log-normal search ends 1.6e-7 below the maximum that survreg and we reach.
const FAMILIES: [(Family, &str, &str, f64); 4] = [
    (Family::Weibull, "weibull", "WeibullAFTFitter", 1e-6),
    (Family::Exponential, "exponential", "", 0.0),
    (Family::LogNormal, "lognormal", "LogNormalAFTFitter", 3e-3),
    (Family::LogLogistic, "loglogistic", "LogLogisticAFTFitter", 1e-6),
];

#[test]
fn rossi_agrees_with_survreg_and_lifelines() {
    let rossi = stored("rossi");
    let (time, event) = (numbers(&rossi["data"]["week"]), events(&rossi["data"]["arrest"]));
    let upper = upper(&time, &event);
    let table = Table::of(&rossi["data"], &ROSSI);
    let data = Censored {
        lower: &time,
        upper: &upper,
        entry: None,
        weight: None,
    };
    for (family, survreg, lifelines, tolerance) in FAMILIES {
        let fitted = table
            .with(|covariates| fit_aft(&data, covariates, family, &PLAIN))
            .unwrap();
        assert_eq!((fitted.n, fitted.events), (432, 114));
        check_survreg(&fitted, &rossi["survreg"], survreg);
        near(
            fitted.aic,
            2.0 * fitted.coefficients.len() as f64 - 2.0 * fitted.log_likelihood,
            1e-14,
        );
        if family == Family::Weibull {
            close(fitted.log_likelihood, -679.9166, 5e-5);
        }
        let other = &rossi["lifelines"][lifelines];
        if other.is_null() {
            continue;
        }
        assert!(fitted.log_likelihood >= other["ll"].as_f64().unwrap() - 1e-9);
        let names: Vec<(String, String)> = serde_json::from_value(other["names"].clone()).unwrap();
        for ((part, name), (coef, se)) in names
            .iter()
            .zip(numbers(&other["coef"]).into_iter().zip(numbers(&other["se"])))
        {
            let shape = ["rho_", "sigma_", "beta_"].contains(&part.as_str());
            let found = match name.as_str() {
                "Intercept" if shape => fitted.coefficients.last(),
                "Intercept" => fitted.coefficients.iter().find(|c| c.name == "intercept"),
                name => fitted.coefficients.iter().find(|c| c.name == name),
            }
            .unwrap();
            near(found.coef, coef, tolerance);
            near(found.se, se, tolerance);
        }
        for at in 0..3 {
            let row = table.row(at);
            near(
                fitted.median(&row).unwrap().value,
                numbers(&other["median"])[at],
                tolerance,
            );
            let survival = fitted.survival_at(&row, 30.0).unwrap();
            near(survival.value, numbers(&other["survival_at_30"])[at], tolerance);
            assert!(survival.interval.low < survival.value && survival.value < survival.interval.high);
        }
        let all = table.with(|covariates| fitted.survival_of(covariates, 30.0)).unwrap();
        near(all[2], fitted.survival_at(&table.row(2), 30.0).unwrap().value, 1e-12);
    }
}

#[test]
fn every_kind_of_censoring_agrees_with_survreg() {
    let mixed = stored("mixed");
    let data = &mixed["data"];
    let (lower, weight) = (numbers(&data["lower"]), numbers(&data["weight"]));
    // JSON has no infinity.
    let upper: Vec<f64> = numbers(&data["upper"])
        .iter()
        .map(|&u| if u < 0.0 { f64::INFINITY } else { u })
        .collect();
    let table = Table::of(data, &["fee", "young"]);
    let data = Censored {
        lower: &lower,
        upper: &upper,
        entry: None,
        weight: Some(&weight),
    };
    for (family, survreg, ..) in FAMILIES {
        let fitted = table
            .with(|covariates| fit_aft(&data, covariates, family, &PLAIN))
            .unwrap();
        check_survreg(&fitted, &mixed["survreg"], survreg);
    }
}

#[test]
fn late_entry_agrees_with_lifelines() {
    let late = stored("late");
    let data = &late["data"];
    let (time, event, entry) = (numbers(&data["time"]), events(&data["event"]), numbers(&data["entry"]));
    let spells = Spells::new(&time, &event).entered(&entry);
    let table = Table::of(data, &["x"]);
    let mut ends = Vec::new();
    let data = Censored::from_spells(&spells, &mut ends).unwrap();
    let fitted = table
        .with(|covariates| fit_aft(&data, covariates, Family::Weibull, &PLAIN))
        .unwrap();
    let expected = &late["weibull"];
    near(fitted.log_likelihood, expected["ll"].as_f64().unwrap(), 1e-9);
    for (found, (coef, se)) in fitted
        .coefficients
        .iter()
        .zip(numbers(&expected["coef"]).into_iter().zip(numbers(&expected["se"])))
    {
        near(found.coef, coef, 1e-5);
        near(found.se, se, 1e-5);
    }
}

#[test]
fn generalised_gamma_agrees_with_a_likelihood_written_out() {
    for case in stored("gamma").as_array().unwrap() {
        let time = numbers(&case["time"]);
        let event: Vec<bool> = serde_json::from_value(case["event"].clone()).unwrap();
        let upper = upper(&time, &event);
        let table = Table::of(case, &["x"]);
        let data = Censored {
            lower: &time,
            upper: &upper,
            entry: None,
            weight: None,
        };
        let fitted = table
            .with(|covariates| fit_aft(&data, covariates, Family::GeneralisedGamma, &PLAIN))
            .unwrap();
        near(fitted.log_likelihood, case["ll"].as_f64().unwrap(), 1e-10);
        for (found, (coef, se)) in fitted
            .coefficients
            .iter()
            .zip(numbers(&case["coef"]).into_iter().zip(numbers(&case["se"])))
        {
            near(found.coef, coef, 1e-6);
            near(found.se, se, 1e-6);
        }
    }
}

#[test]
fn piecewise_agrees_with_poisson_regression_and_lifelines() {
    let piece = stored("piecewise");
    let data = &piece["data"];
    let (time, event, entry) = (numbers(&data["time"]), events(&data["event"]), numbers(&data["entry"]));
    let weight = numbers(&data["weight"]);
    let spells = Spells::new(&time, &event).entered(&entry);
    let table = Table::of(data, &["x", "group"]);
    let cuts = Breakpoints::At(&[2.0, 4.0]);
    let settings = PiecewiseSettings::default();
    let fitted = table
        .with(|covariates| fit_piecewise(&spells.weighted(&weight), covariates, cuts, &settings))
        .unwrap();
    let (coefficients, errors) = (numbers(&piece["glm"]["coef"]), numbers(&piece["glm"]["se"]));
    near(fitted.log_likelihood, numbers(&piece["glm"]["ll"])[0], 1e-10);
    let found = fitted
        .intervals
        .iter()
        .map(|interval| &interval.log_hazard)
        .chain(&fitted.coefficients);
    for (found, (coef, se)) in found.zip(coefficients.into_iter().zip(errors)) {
        near(found.coef, coef, 1e-8);
        near(found.se, se, 1e-6);
    }
    // Without covariates: exposure over events, the unit of lifelines' λ.
    let plain = fit_piecewise(&spells, &Covariates::NONE, cuts, &settings).unwrap();
    let lifelines = &piece["lifelines"];
    near(plain.log_likelihood, lifelines["ll"].as_f64().unwrap(), 1e-8);
    for (interval, lambda) in plain.intervals.iter().zip(numbers(&lifelines["lambda"])) {
        near((-interval.log_hazard.coef).exp(), lambda, 1e-4);
        near(
            interval.exposure / interval.events as f64,
            (-interval.log_hazard.coef).exp(),
            1e-10,
        );
    }
}

#[test]
fn cure_agrees_with_a_likelihood_written_out_and_lifelines() {
    let cure = stored("cure");
    let data = &cure["data"];
    let (time, event) = (numbers(&data["time"]), events(&data["event"]));
    let upper = upper(&time, &event);
    let (x, z) = (Table::of(data, &["x"]), Table::of(data, &["z"]));
    let data = Censored {
        lower: &time,
        upper: &upper,
        entry: None,
        weight: None,
    };
    for (family, name) in [
        (Family::Weibull, "weibull"),
        (Family::LogNormal, "lognormal"),
        (Family::LogLogistic, "loglogistic"),
    ] {
        let fitted = x.with(|x| z.with(|z| fit_cure(&data, z, x, family, &PLAIN))).unwrap();
        let expected = &cure[name];
        near(fitted.log_likelihood, expected["ll"].as_f64().unwrap(), 1e-10);
        let found = fitted.incidence.iter().chain(&fitted.latency);
        for (found, (coef, se)) in found.zip(numbers(&expected["coef"]).into_iter().zip(numbers(&expected["se"]))) {
            let sign = if found.name == "log_shape" { -1.0 } else { 1.0 };
            near(sign * found.coef, coef, 1e-6);
            near(found.se, se, 1e-6);
        }
        assert!(fitted.follow_up.sufficient, "{:?}", fitted.follow_up);
    }
    let plain = fit_cure(&data, &Covariates::NONE, &Covariates::NONE, Family::Weibull, &PLAIN).unwrap();
    let expected = &cure["lifelines"];
    assert!(plain.log_likelihood >= expected["ll"].as_f64().unwrap() - 1e-8);
    near(plain.cure_share, expected["cured"].as_f64().unwrap(), 1e-4);
    near(plain.latency[0].coef.exp(), expected["lambda"].as_f64().unwrap(), 1e-4);
    near(plain.latency[1].coef.exp(), expected["rho"].as_f64().unwrap(), 1e-4);
    let never = plain.never_leaves(&[]).unwrap();
    near(never.value, plain.cure_share, 1e-12);
    near(never.se, numbers(&expected["se"])[0], 1e-3);
    // Nobody of those who leave is left after a thousand times the median.
    near(plain.survival_at(&[], &[], 1e4).unwrap().value, plain.cure_share, 1e-12);
}

fn weibull(time: &[f64], event: &[bool]) -> Result<FittedAft, StatsError> {
    fit(time, event, Family::Weibull)
}

#[test]
fn exponential_and_log_normal_by_hand() {
    // Two events in 1 + 3 + 8 days: mean 6, error of its logarithm 1/√2.
    let fitted = fit(&[1.0, 3.0, 8.0], &[true, false, true], Family::Exponential).unwrap();
    let intercept = &fitted.coefficients[0];
    near(intercept.coef, 6.0_f64.ln(), 1e-10);
    near(intercept.se, 0.5_f64.sqrt(), 1e-8);
    near(fitted.log_likelihood, -2.0 * 6.0_f64.ln() - 2.0, 1e-12);
    near(fitted.mean(&[]).unwrap().unwrap(), 6.0, 1e-9);
    near(fitted.median(&[]).unwrap().value, 6.0 * 2.0_f64.ln(), 1e-9);
    // Mean and spread of the logarithms 0, 1, 2: errors σ/√3 and 1/√6.
    let e = std::f64::consts::E;
    let fitted = fit(&[1.0, e, e * e], &[true; 3], Family::LogNormal).unwrap();
    let sigma = (2.0_f64 / 3.0).sqrt();
    near(fitted.coefficients[0].coef, 1.0, 1e-9);
    near(fitted.coefficients[0].se, sigma / 3.0_f64.sqrt(), 1e-7);
    near(fitted.coefficients[1].coef, sigma.ln(), 1e-8);
    near(fitted.coefficients[1].se, 1.0 / 6.0_f64.sqrt(), 1e-7);
    near(
        fitted.mean(&[]).unwrap().unwrap(),
        (1.0 + sigma * sigma / 2.0).exp(),
        1e-8,
    );
    near(fitted.quantile(&[], 0.5).unwrap().value, e, 1e-9);
    // Odds of churning by t: t^(1/σ)/e^(location/σ); no mean where the tail is heavy.
    let fitted = fit(&[0.01, 1.0, 100.0], &[true; 3], Family::LogLogistic).unwrap();
    assert_eq!(fitted.mean(&[]).unwrap(), None);
    near(fitted.survival_at(&[], 1.0).unwrap().value, 0.5, 1e-9);
}

#[test]
fn piecewise_by_hand() {
    // (0, 2]: events at 1 and 2, time 1 + 2 + 2 + 2; after: event at 5, time 2 + 3.
    let fitted = fit_piecewise(
        &Spells::new(&[1.0, 2.0, 4.0, 5.0], &[true, true, false, true]),
        &Covariates::NONE,
        Breakpoints::At(&[2.0]),
        &PiecewiseSettings::default(),
    )
    .unwrap();
    let [first, second] = &fitted.intervals[..] else {
        panic!()
    };
    assert_eq!((first.events, second.events, second.to), (2, 1, f64::INFINITY));
    near(first.log_hazard.coef, (2.0_f64 / 7.0).ln(), 1e-12);
    near(first.log_hazard.se, 0.5_f64.sqrt(), 1e-10);
    near(second.log_hazard.coef, 0.2_f64.ln(), 1e-12);
    let survival = fitted.survival_at(&[], 3.0).unwrap().value;
    near(survival, (-4.0_f64 / 7.0 - 0.2).exp(), 1e-12);
    near(fitted.quantile(&[], 1.0 - survival).unwrap().value, 3.0, 1e-10);
    let quantiles = fit_piecewise(
        &Spells::new(&[1.0, 2.0, 4.0, 5.0], &[true, true, true, true]),
        &Covariates::NONE,
        Breakpoints::Quantiles(2),
        &PiecewiseSettings::default(),
    )
    .unwrap();
    assert_eq!(quantiles.breakpoints, [2.0]);
}

#[test]
fn follow_up_by_hand() {
    // Last event at 6, last seen at 10: events in (2, 6] are 3, 5 and 6, so (1 − 3/8)⁸.
    let time = [1.0, 2.0, 3.0, 5.0, 6.0, 9.0, 9.5, 10.0];
    let event = [true, true, true, true, true, false, false, false];
    let upper = upper(&time, &event);
    let data = Censored {
        lower: &time,
        upper: &upper,
        entry: None,
        weight: None,
    };
    let fitted = fit_cure(&data, &Covariates::NONE, &Covariates::NONE, Family::Weibull, &PLAIN).unwrap();
    let test = fitted.follow_up;
    assert_eq!(
        (test.events_near_end, test.largest_event, test.largest_time),
        (3, 6.0, 10.0)
    );
    near(test.p_value, 0.625_f64.powi(8), 1e-12);
    assert!(test.sufficient && (0.2..0.5).contains(&fitted.cure_share));
}

#[test]
fn what_is_wrong_with_a_row_is_named() {
    assert_eq!(
        weibull(&[1.0, 0.0], &[true, true]),
        Err(StatsError::NonPositiveDuration { index: 1, value: 0.0 })
    );
    assert_eq!(
        weibull(&[1.0, 0.0], &[true, false]),
        Err(StatsError::NonPositiveDuration { index: 1, value: 0.0 })
    );
    assert_eq!(
        weibull(&[1.0, -1.0], &[true, true]),
        Err(StatsError::NegativeDuration { index: 1, value: -1.0 })
    );
    assert!(matches!(
        weibull(&[f64::NAN], &[true]),
        Err(StatsError::NotFinite { index: 0, .. })
    ));
    assert!(matches!(
        weibull(&[f64::INFINITY], &[true]),
        Err(StatsError::NotFinite { index: 0, .. })
    ));
    assert_eq!(weibull(&[], &[]), Err(StatsError::Empty));
    assert_eq!(
        weibull(&[1.0, 2.0], &[false, false]),
        Err(StatsError::NoEvents { name: "Weibull", n: 2 })
    );
    let bounds = |lower: f64, upper: f64| {
        Censored {
            lower: &[lower],
            upper: &[upper],
            entry: None,
            weight: None,
        }
        .check()
    };
    assert!(matches!(
        bounds(0.0, 0.0),
        Err(StatsError::NonPositiveDuration { index: 0, .. })
    ));
    assert!(matches!(
        bounds(2.0, 1.0),
        Err(StatsError::Contradiction { index: 0, .. })
    ));
    assert_eq!(bounds(0.0, 1.0), Ok(()));
    let entered = |entry: f64, weight: f64| {
        Censored {
            lower: &[1.0],
            upper: &[1.0],
            entry: Some(&[entry]),
            weight: Some(&[weight]),
        }
        .check()
    };
    assert!(matches!(
        entered(1.0, 1.0),
        Err(StatsError::EntryNotBeforeExit { index: 0, .. })
    ));
    assert!(matches!(
        entered(0.5, 0.0),
        Err(StatsError::NonPositiveWeight { index: 0, .. })
    ));
    assert_eq!(entered(-3.0, 1.0), Ok(()));
}

#[test]
fn data_without_a_maximum_are_named() {
    for family in [
        Family::Weibull,
        Family::LogNormal,
        Family::LogLogistic,
        Family::GeneralisedGamma,
    ] {
        for (time, event) in [
            (&[7.0; 5][..], &[true; 5][..]),
            (&[7.0; 5], &[true, false, true, false, true]),
            (&[3.0], &[true]),
        ] {
            let error = fit(time, event, family).unwrap_err();
            assert!(
                matches!(&error, StatsError::NoMaximum { parameter, .. } if parameter.starts_with("log_s")),
                "{error}"
            );
        }
    }
    // One row is enough for one parameter.
    near(
        fit(&[3.0], &[true], Family::Exponential).unwrap().coefficients[0].se,
        1.0,
        1e-8,
    );
    // All left-censored: sooner is always better.
    let data = Censored {
        lower: &[0.0; 4],
        upper: &[1.0, 2.0, 3.0, 4.0],
        entry: None,
        weight: None,
    };
    for (family, ..) in FAMILIES {
        let error = fit_aft(&data, &Covariates::NONE, family, &PLAIN).unwrap_err();
        assert!(matches!(error, StatsError::NoMaximum { .. }), "{family:?} {error}");
    }
}

const TIME: [f64; 10] = [1.0, 2.5, 0.7, 4.0, 9.0, 3.3, 5.5, 2.2, 8.0, 6.1];
const EVENT: [bool; 10] = [true, true, true, true, false, true, false, true, false, true];

fn with_column(column: &[f64], more: Option<&[f64]>, settings: AftSettings) -> Result<FittedAft, StatsError> {
    let upper = upper(&TIME, &EVENT);
    let data = Censored {
        lower: &TIME,
        upper: &upper,
        entry: None,
        weight: None,
    };
    let mut columns = vec![("fee", column)];
    columns.extend(more.map(|more| ("calls", more)));
    Table::new(&columns).with(|covariates| fit_aft(&data, covariates, Family::Weibull, &settings))
}

#[test]
fn columns_that_cannot_be_fitted_are_named() {
    let fee = [1.0, 2.0, 3.0, 1.0, 2.0, 5.0, 4.0, 2.0, 3.0, 1.0];
    let doubled: Vec<f64> = fee.iter().map(|x| 2.0 * x + 1.0).collect();
    assert_eq!(
        with_column(&[4.0; 10], None, PLAIN),
        Err(StatsError::ConstantColumn { name: "fee".into() })
    );
    assert_eq!(
        with_column(&fee, Some(&doubled), PLAIN),
        Err(StatsError::CollinearColumn { name: "calls".into() })
    );
    // Only those still there have 1.
    let stayed: Vec<f64> = EVENT.iter().map(|&event| if event { 0.0 } else { 1.0 }).collect();
    assert_eq!(
        with_column(&stayed, None, PLAIN),
        Err(StatsError::SeparatingColumn { name: "fee".into() })
    );
    let ridge = with_column(&stayed, None, AftSettings { ridge: 1.0 }).unwrap();
    assert!(ridge.coefficients[0].coef > 0.0 && ridge.coefficients[0].coef.is_finite());
    assert!(matches!(
        with_column(&fee, None, AftSettings { ridge: -1.0 }),
        Err(StatsError::OutOfRange { .. })
    ));
    // The logarithm of time itself fits perfectly.
    let log: Vec<f64> = TIME.iter().map(|t| t.ln()).collect();
    let error = with_column(&log, None, PLAIN).unwrap_err();
    assert!(matches!(error, StatsError::NoMaximum { .. }), "{error}");
}

#[test]
fn units_do_not_matter() {
    let fee = [1.0, 2.0, 3.0, 1.0, 2.0, 5.0, 4.0, 2.0, 3.0, 1.0];
    let plain = with_column(&fee, None, PLAIN).unwrap();
    for unit in [1e9, 1e-9, 1e140, 1e-140] {
        let scaled: Vec<f64> = fee.iter().map(|x| x * unit).collect();
        let found = with_column(&scaled, None, PLAIN).unwrap();
        near(found.coefficients[0].coef * unit, plain.coefficients[0].coef, 1e-7);
        near(found.coefficients[0].se * unit, plain.coefficients[0].se, 1e-7);
        near(found.coefficients[1].coef, plain.coefficients[1].coef, 1e-7);
        near(found.log_likelihood, plain.log_likelihood, 1e-10);
    }
    // The square of 1e-200 is no number.
    for unit in [1e200, 1e-200] {
        let scaled: Vec<f64> = fee.iter().map(|x| x * unit).collect();
        let error = with_column(&scaled, None, PLAIN).unwrap_err();
        assert!(matches!(error, StatsError::Overflow { .. }), "{error}");
    }
    for (family, ..) in FAMILIES {
        let plain = fit(&TIME, &EVENT, family).unwrap();
        for unit in [1e9, 1e-9, 1e299, 1e-299] {
            let scaled: Vec<f64> = TIME.iter().map(|t| t * unit).collect();
            let found = fit(&scaled, &EVENT, family).unwrap();
            close(found.coefficients[0].coef - unit.ln(), plain.coefficients[0].coef, 1e-7);
            near(found.coefficients[0].se, plain.coefficients[0].se, 1e-7);
            near(
                found.median(&[]).unwrap().value / unit,
                plain.median(&[]).unwrap().value,
                1e-7,
            );
        }
    }
    // Both ends at once.
    for (family, ..) in FAMILIES {
        let fitted = fit(&[1e-300, 1.0, 1e300, 5.0], &[true, true, true, false], family).unwrap();
        assert!(
            fitted
                .coefficients
                .iter()
                .all(|c| c.coef.is_finite() && c.se.is_finite())
        );
    }
    for weight in [1e-12, 1e12] {
        let weights = [weight; 10];
        let upper = upper(&TIME, &EVENT);
        let data = Censored {
            lower: &TIME,
            upper: &upper,
            entry: None,
            weight: Some(&weights),
        };
        let found = fit_aft(&data, &Covariates::NONE, Family::Weibull, &PLAIN).unwrap();
        let plain = weibull(&TIME, &EVENT).unwrap();
        near(found.coefficients[0].coef, plain.coefficients[0].coef, 1e-9);
        near(found.coefficients[0].se * weight.sqrt(), plain.coefficients[0].se, 1e-9);
        near(found.log_likelihood / weight, plain.log_likelihood, 1e-9);
    }
}

#[test]
fn a_share_who_never_leave_is_refused_where_nothing_shows_it() {
    // Everybody leaves.
    let time: Vec<f64> = (1..=40).map(|i| (f64::from(i) / 41.0).ln().abs().sqrt()).collect();
    let all = upper(&time, &[true; 40]);
    let data = Censored {
        lower: &time,
        upper: &all,
        entry: None,
        weight: None,
    };
    let error = fit_cure(&data, &Covariates::NONE, &Covariates::NONE, Family::Weibull, &PLAIN).unwrap_err();
    assert!(matches!(error, StatsError::WrongSetting { .. }), "{error}");
    // Observation ends early in a Weibull: no plateau.
    let event: Vec<bool> = time.iter().map(|&t| t < 0.6).collect();
    let cut: Vec<f64> = time.iter().map(|&t| t.min(0.6)).collect();
    let ends = upper(&cut, &event);
    let data = Censored {
        lower: &cut,
        upper: &ends,
        entry: None,
        weight: None,
    };
    match fit_cure(&data, &Covariates::NONE, &Covariates::NONE, Family::Weibull, &PLAIN) {
        Ok(fitted) => assert!(!fitted.follow_up.sufficient),
        Err(error) => assert!(matches!(error, StatsError::WrongSetting { .. }), "{error}"),
    }
    let gamma = Family::GeneralisedGamma;
    let error = fit_cure(&data, &Covariates::NONE, &Covariates::NONE, gamma, &PLAIN).unwrap_err();
    assert!(matches!(error, StatsError::WrongSetting { .. }));
}

#[test]
fn breakpoints_are_checked() {
    let spells = Spells::new(&TIME, &EVENT);
    let cut = |cuts: &[f64]| {
        fit_piecewise(
            &spells,
            &Covariates::NONE,
            Breakpoints::At(cuts),
            &PiecewiseSettings::default(),
        )
    };
    for (cuts, place) in [
        (&[3.0, 2.0][..], 1),
        (&[0.0], 0),
        (&[f64::NAN], 0),
        (&[0.1, 3.0], 0),
        (&[3.0, 6.5], 1),
    ] {
        let error = cut(cuts).unwrap_err();
        assert!(
            matches!(error, StatsError::BadValue { index, .. } if index == place),
            "{error}"
        );
    }
    assert!(cut(&[]).is_ok());
    let unseen = Spells::new(&[1.0, 0.0], &[true, false]);
    let error = fit_piecewise(
        &unseen,
        &Covariates::NONE,
        Breakpoints::Quantiles(2),
        &PiecewiseSettings::default(),
    )
    .unwrap_err();
    assert_eq!(error, StatsError::NonPositiveDuration { index: 1, value: 0.0 });
}

/// Kind 0 exact, 1 right-, 2 left-, 3 interval-censored; the logarithm of the time and of the width; a covariate.
fn rows() -> impl Strategy<Value = Vec<(u8, f64, f64, f64, bool)>> {
    let row = (0..4_u8, -3.0..3.0_f64, -12.0..3.0_f64, -2.0..2.0_f64, any::<bool>());
    (
        proptest::collection::vec(row, 1..25),
        prop_oneof![Just(1.0), Just(1e-6), Just(200.0)],
    )
        .prop_map(|(rows, spread)| {
            let spread_out = |(kind, time, width, x, late)| (kind, time * spread, width, x, late);
            rows.into_iter().map(spread_out).collect()
        })
}

fn family() -> impl Strategy<Value = Family> {
    prop_oneof![
        Just(Family::Exponential),
        Just(Family::Weibull),
        Just(Family::LogNormal),
        Just(Family::LogLogistic),
        Just(Family::GeneralisedGamma),
    ]
}

proptest! {
    #[test]
    fn any_rows_give_a_result_or_a_named_error(rows in rows(), family in family(), cured in any::<bool>()) {
        let bounds = rows.iter().map(|&(kind, time, width, ..)| match kind {
            0 => (time.exp(), time.exp()),
            1 => (time.exp(), f64::INFINITY),
            2 => (0.0, time.exp()),
            _ => (time.exp(), time.exp() * (1.0 + width.exp())),
        });
        let (lower, upper): (Vec<f64>, Vec<f64>) = bounds.unzip();
        let entry: Vec<f64> = rows.iter().zip(&lower).map(|(row, t)| if row.4 { 0.3 * t } else { 0.0 }).collect();
        let data = Censored { lower: &lower, upper: &upper, entry: Some(&entry), weight: None };
        let x: Vec<f64> = rows.iter().map(|row| row.3).collect();
        let table = Table::new(&[("x", &x)]);
        if cured {
            let fitted = table.with(|x| fit_cure(&data, &Covariates::NONE, x, family, &PLAIN));
            if let Ok(fitted) = fitted {
                prop_assert!(fitted.log_likelihood.is_finite());
                let all = fitted.incidence.iter().chain(&fitted.latency);
                prop_assert!(all.into_iter().all(|c| c.coef.is_finite() && c.se.is_finite() && c.se > 0.0));
                let found = fitted.survival_at(&[], &[0.5], 1.0).unwrap();
                prop_assert!((0.0..=1.0).contains(&found.value) && found.se.is_finite());
                prop_assert!(found.interval.low <= found.value && found.value <= found.interval.high);
            }
        } else if let Ok(fitted) = table.with(|x| fit_aft(&data, x, family, &PLAIN)) {
            prop_assert!(fitted.log_likelihood.is_finite());
            prop_assert!(fitted.coefficients.iter().all(|c| c.coef.is_finite() && c.se.is_finite() && c.se > 0.0));
            let mut before = 1.0;
            for t in [0.0, 0.01, 1.0, 2.0, 1e9] {
                let found = fitted.survival_at(&[0.5], t).unwrap();
                prop_assert!(found.value <= before + 1e-12 && found.value >= 0.0 && found.se.is_finite());
                prop_assert!(found.interval.low <= found.value && found.value <= found.interval.high);
                before = found.value;
            }
            if let Ok(median) = fitted.median(&[0.5]) {
                prop_assert!(median.value.is_finite() && median.se.is_finite());
            }
            if let Ok(Some(mean)) = fitted.mean(&[0.5]) {
                prop_assert!(mean.is_finite() && mean >= 0.0);
            }
        }
    }

    #[test]
    fn a_weight_of_two_is_the_row_twice(rows in proptest::collection::vec((-2.0..2.0_f64, any::<bool>(), -1.0..1.0_f64), 6..20)) {
        let time: Vec<f64> = rows.iter().map(|row| row.0.exp()).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let x: Vec<f64> = rows.iter().map(|row| row.2).collect();
        let weight: Vec<f64> = (0..rows.len()).map(|at| if at % 2 == 0 { 2.0 } else { 1.0 }).collect();
        let twice = |values: &[f64]| -> Vec<f64> {
            let repeat = |(at, &value): (usize, &f64)| vec![value; if at % 2 == 0 { 2 } else { 1 }];
            values.iter().enumerate().flat_map(repeat).collect()
        };
        let ends = upper(&time, &event);
        let weighted = Censored { lower: &time, upper: &ends, entry: None, weight: Some(&weight) };
        let (time_twice, ends_twice) = (twice(&time), twice(&ends));
        let repeated = Censored { lower: &time_twice, upper: &ends_twice, entry: None, weight: None };
        let once = Table::new(&[("x", &x)]).with(|x| fit_aft(&weighted, x, Family::LogNormal, &PLAIN));
        let again = Table::new(&[("x", &twice(&x))]).with(|x| fit_aft(&repeated, x, Family::LogNormal, &PLAIN));
        if let (Ok(once), Ok(again)) = (once, again) {
            close(once.log_likelihood, again.log_likelihood, 1e-8 * (1.0 + again.log_likelihood.abs()));
            close(once.bic, again.bic, 1e-8 * (1.0 + again.bic.abs()));
        }
    }
}
