//! Against R's survreg and glm, lifelines, and likelihoods written out and maximised by scipy.

use super::*;

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
fn late_entry_agrees_with_a_likelihood_written_out_and_lifelines() {
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
    let written_out = &late["written_out"];
    near(fitted.log_likelihood, written_out["ll"].as_f64().unwrap(), 1e-12);
    for (at, found) in fitted.coefficients.iter().enumerate() {
        let sign = if found.name == "log_shape" { -1.0 } else { 1.0 };
        near(sign * found.coef, numbers(&written_out["coef"])[at], 1e-6);
        near(found.se, numbers(&written_out["se"])[at], 1e-6);
        // lifelines ends 1e-10 of the log-likelihood below.
        near(found.coef, numbers(&expected["coef"])[at], 1e-5);
        near(found.se, numbers(&expected["se"])[at], 1e-5);
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
