//! Penalties and covariates of visits, spend and contracts; figures of all customers together.

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::covariates::BuyingCovariates;
use holdfast_stats::lifetime::buying::fit::{self as buying, BuyingSettings};
use holdfast_stats::lifetime::buying::histories::Histories;
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::buying::residual::discounted_transactions;
use holdfast_stats::lifetime::contract::{self, Contract, Contracts, Counts, RegressedContract, regress};
use holdfast_stats::lifetime::settings::FitSettings;
use holdfast_stats::lifetime::spend::{self, Spend};
use holdfast_stats::lifetime::value::{total_estimate, total_interval};
use holdfast_stats::lifetime::visits::{self, Visits};
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::close;

fn reference(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/lifetime_options.json")).unwrap();
    all[name].clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64, relative: f64) {
    close(found, expected, relative * expected.abs());
}

fn penalty(expected: &Value) -> FitSettings {
    FitSettings {
        penalty: expected["penalty"].as_f64().unwrap(),
    }
}

#[track_caller]
fn agree(found: &[holdfast_stats::coefficient::Coefficient], log_likelihood: f64, expected: &Value) {
    near(log_likelihood, expected["log_likelihood"].as_f64().unwrap(), 1e-10);
    let (values, errors) = (numbers(&expected["parameters"]), numbers(&expected["se"]));
    assert_eq!((found.len(), found.len()), (values.len(), errors.len()));
    for ((line, value), se) in found.iter().zip(values).zip(errors) {
        near(line.coef, value, 1e-7);
        near(line.se, se, 1e-6);
    }
    // What lifetimes stops at itself.
    if expected["lifetimes"].is_array() {
        for (line, value) in found.iter().zip(numbers(&expected["lifetimes"])) {
            near(line.coef, value, 1e-6);
        }
    }
}

#[test]
fn penalties_are_those_of_lifetimes() {
    let all: Value = serde_json::from_str(include_str!("../reference/contract.json")).unwrap();
    let rows: Vec<[f64; 4]> = serde_json::from_value(all["bgbb"]["rows"].clone()).unwrap();
    let column = |at: usize| rows.iter().map(|row| row[at]).collect::<Vec<f64>>();
    let (x, last, n, weight) = (column(0), column(1), column(2), column(3));
    let visits = Visits {
        frequency: &x,
        recency: &last,
        opportunities: &n,
        weight: Some(&weight),
    };
    for expected in reference("bgbb").as_array().unwrap() {
        let found = visits::fit(&visits, &penalty(expected)).unwrap();
        agree(&found.parameters, found.log_likelihood, expected);
    }
    let all: Value = serde_json::from_str(include_str!("../reference/spend.json")).unwrap();
    let column = |name: &str| numbers(&all["made_up"][name]);
    let (x, z, weight) = (column("frequency"), column("mean_spend"), column("weight"));
    let spend = Spend {
        frequency: &x,
        mean_spend: &z,
        weight: Some(&weight),
    };
    for expected in reference("spend").as_array().unwrap() {
        let found = spend::fit(&spend, &penalty(expected)).unwrap();
        agree(&found.parameters, found.log_likelihood, expected);
    }
}

#[test]
fn penalties_of_contracts_agree_with_autograd() {
    let all: Value = serde_json::from_str(include_str!("../reference/contract.json")).unwrap();
    let cohorts: Vec<(Vec<f64>, f64)> = serde_json::from_value(all["regular"]["cohorts"].clone()).unwrap();
    let cohorts: Vec<contract::Cohort<'_>> = cohorts
        .iter()
        .map(|(lost, remaining)| contract::Cohort {
            lost,
            remaining: *remaining,
        })
        .collect();
    let counts = Counts::from_cohorts(&cohorts).unwrap();
    for (name, model) in MODELS {
        for expected in reference("contract")[name].as_array().unwrap() {
            let found = contract::fit(&counts, model, &penalty(expected)).unwrap();
            agree(&found.parameters, found.log_likelihood, expected);
        }
    }
}

#[test]
fn a_penalty_settles_what_has_no_maximum() {
    // Everybody has the same chance of 1/2: α and β run away together.
    let counts = Counts {
        at_risk: vec![800.0, 400.0, 200.0],
        lost: vec![400.0, 200.0, 100.0],
        customers: 800.0,
    };
    let fit = |penalty| contract::fit(&counts, Contract::ShiftedBetaGeometric, &FitSettings { penalty });
    assert!(matches!(fit(0.0), Err(StatsError::NoMaximum { .. })));
    let found = fit(1e-5).unwrap();
    assert!((found.model.retention(1) - 0.5).abs() < 0.02);
    for penalty in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            fit(penalty),
            Err(StatsError::OutOfRange { name: "penalty", .. })
        ));
    }
}

const MODELS: [(&str, Contract); 2] = [
    ("sbg", Contract::ShiftedBetaGeometric),
    ("bdw", Contract::BetaDiscreteWeibull),
];

/// The reference's customers.
struct Customers {
    periods: Vec<f64>,
    lost: Vec<bool>,
    entry: Vec<f64>,
    weight: Vec<f64>,
    columns: Vec<Vec<f64>>,
}

impl Customers {
    fn of_reference() -> Self {
        let data = reference("regression");
        Self {
            periods: numbers(&data["periods"]),
            lost: serde_json::from_value(data["lost"].clone()).unwrap(),
            entry: numbers(&data["entry"]),
            weight: numbers(&data["weight"]),
            columns: vec![numbers(&data["fee"]), numbers(&data["card"])],
        }
    }

    fn fit(&self, model: Contract, penalty: f64) -> Result<RegressedContract, StatsError> {
        let names: Vec<String> = ["fee", "card", "copy"][..self.columns.len()]
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        let rows = Contracts {
            periods: &self.periods,
            lost: &self.lost,
            entry: Some(&self.entry),
            weight: Some(&self.weight),
        };
        let covariates = Covariates {
            names: &names,
            columns: &columns,
        };
        regress(&rows, &covariates, model, &FitSettings { penalty })
    }
}

#[test]
fn contracts_with_covariates_agree_with_autograd() {
    let customers = Customers::of_reference();
    for (name, model) in MODELS {
        let expected = &reference("regression")[name];
        let found = customers.fit(model, 0.0).unwrap();
        agree(&found.parameters, found.log_likelihood, expected);
        let one = &expected["customer"];
        let own = found.for_customer(&numbers(&one["covariates"])).unwrap();
        let expected_model = numbers(&one["model"]);
        near(own.model.alpha, expected_model[0], 1e-7);
        near(own.model.beta, expected_model[1], 1e-7);
        near(own.model.shape, expected_model[2], 1e-7);
        let survival = own.survival(3).unwrap();
        near(survival.value, one["survival_3"].as_f64().unwrap(), 1e-7);
        near(survival.se, one["survival_3_se"].as_f64().unwrap(), 1e-6);
        // At the means it is the model of the table.
        let typical = found.for_customer(&found.means).unwrap();
        near(typical.model.beta, found.parameters[1].coef, 1e-12);
    }
}

#[test]
fn covariates_in_any_unit_and_those_that_cannot_explain() {
    let model = Contract::ShiftedBetaGeometric;
    let plain = Customers::of_reference().fit(model, 0.0).unwrap();
    for unit in [1e9, 1e-9] {
        let mut scaled = Customers::of_reference();
        scaled.columns[0].iter_mut().for_each(|fee| *fee *= unit);
        let found = scaled.fit(model, 0.0).unwrap();
        near(found.log_likelihood, plain.log_likelihood, 1e-12);
        near(found.parameters[2].coef * unit, plain.parameters[2].coef, 1e-8);
        near(found.parameters[2].se * unit, plain.parameters[2].se, 1e-6);
    }
    let mut twice = Customers::of_reference();
    twice.columns.push(twice.columns[0].clone());
    assert!(matches!(twice.fit(model, 0.0), Err(StatsError::CollinearColumn { name }) if name == "copy"));
    let mut constant = Customers::of_reference();
    constant.columns[1].fill(3.0);
    assert!(matches!(constant.fit(model, 0.0), Err(StatsError::ConstantColumn { name }) if name == "card"));
    // Who left and who did not: the column says it all, and has no finite effect; a penalty gives it one.
    let mut separated = Customers::of_reference();
    separated.columns[1] = separated.lost.iter().map(|&lost| f64::from(u8::from(lost))).collect();
    let error = separated.fit(model, 0.0).unwrap_err();
    assert!(matches!(error, StatsError::NoMaximum { .. }), "{error}");
    let held = separated.fit(model, 0.01).unwrap();
    assert!(held.parameters[3].coef > 1.0);
    // Weights in another unit change errors alone.
    let mut heavy = Customers::of_reference();
    heavy.weight.iter_mut().for_each(|w| *w *= 1e12);
    let found = heavy.fit(model, 0.0).unwrap();
    near(found.parameters[2].coef, plain.parameters[2].coef, 1e-9);
    near(found.parameters[2].se * 1e6, plain.parameters[2].se, 1e-6);
}

#[test]
fn all_customers_at_once_as_one_by_one() {
    // Rising ages, one of them long ago, and counts up to many.
    let rows = 300_usize;
    let at = |row: usize| row as f64;
    let frequency: Vec<f64> = (0..rows).map(|row| [0.0, 0.0, 1.0, 2.0, 7.0, 60.0][row % 6]).collect();
    let age: Vec<f64> = (0..rows).map(|row| 20.0 + at(row * 7 % 97)).collect();
    let recency: Vec<f64> = (0..rows)
        .map(|row| {
            if frequency[row] == 0.0 {
                0.0
            } else {
                age[row] * (0.3 + at(row % 60) / 100.0)
            }
        })
        .collect();
    let card: Vec<f64> = (0..rows).map(|row| at(row * row % 5 % 2)).collect();
    let histories = Histories {
        frequency: &frequency,
        recency: &recency,
        age: &age,
        weight: None,
    };
    let names = ["card".to_owned()];
    let columns = [&card[..]];
    let set = Covariates {
        names: &names,
        columns: &columns,
    };
    let with = BuyingCovariates {
        purchase: set,
        dropout: set,
    };
    for model in [Buying::BgNbd, Buying::MbgNbd, Buying::ParetoNbd] {
        for covariates in [&BuyingCovariates::NONE, &with] {
            let fitted = buying::fit(&histories, covariates, model, &BuyingSettings { penalty: 0.01 }).unwrap();
            for rate in [1e-6, 0.003, 2.0] {
                let all = discounted_transactions(&fitted, &histories, covariates, rate).unwrap();
                for row in (0..rows).step_by(7) {
                    let own: &[f64] = if covariates.is_empty() { &[] } else { &card[row..=row] };
                    let law = fitted.law_for(own, own).unwrap();
                    let one = law.discounted_expected_transactions(rate, frequency[row], recency[row], age[row]);
                    near(all[row], one.unwrap(), 1e-10);
                }
            }
        }
    }
    let fitted = buying::fit(&histories, &with, Buying::BgNbd, &BuyingSettings { penalty: 0.01 }).unwrap();
    for rate in [0.0, -1.0, f64::NAN] {
        let error = discounted_transactions(&fitted, &histories, &with, rate).unwrap_err();
        assert!(matches!(error, StatsError::OutOfRange { .. }));
    }
    // Rates beyond reason end in numbers too.
    for rate in [1e-300, 1e300] {
        if let Ok(found) = discounted_transactions(&fitted, &histories, &with, rate) {
            assert!(found.iter().all(|value| value.is_finite() && *value >= 0.0));
        }
    }
}

#[test]
fn both_errors_of_a_total_add_up() {
    let values: Vec<i64> = (0..400).map(|i| 1_000 + 37 * (i % 11)).collect();
    let drawn = total_interval(&values, 500, 7).unwrap();
    let found = total_estimate(&values, 0.03, 500, 7).unwrap();
    near(found.value, drawn.mean, 1e-12);
    near(found.se / found.value, 0.03_f64.hypot(drawn.sd / drawn.mean), 1e-12);
    assert!(found.ci_low < drawn.ci_low && drawn.ci_high < found.ci_high);
    assert_eq!(total_estimate(&[0; 5], 0.1, 100, 1).unwrap().ci_high, 0.0);
    assert!(total_estimate(&values, f64::NAN, 500, 7).is_err());
}

proptest! {
    #[test]
    fn contracts_of_any_customers_end_in_numbers_or_a_named_error(
        rows in prop::collection::vec((0_u8..6, any::<bool>(), -1e3..1e3, 1e-12..1e12_f64), 1..20),
        penalty in prop_oneof![Just(0.0), 1e-6..1.0],
    ) {
        let periods: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
        let lost: Vec<bool> = rows.iter().map(|row| row.1 && row.0 > 0).collect();
        let column: Vec<f64> = rows.iter().map(|row| row.2).collect();
        let weight: Vec<f64> = rows.iter().map(|row| row.3).collect();
        let names = ["fee".to_owned()];
        let found = regress(
            &Contracts { periods: &periods, lost: &lost, entry: None, weight: Some(&weight) },
            &Covariates { names: &names, columns: &[&column] },
            Contract::ShiftedBetaGeometric,
            &FitSettings { penalty },
        );
        if let Ok(found) = found {
            prop_assert!(found.log_likelihood.is_finite());
            for line in &found.parameters {
                prop_assert!(line.coef.is_finite() && line.se.is_finite());
            }
            if let Ok(own) = found.for_customer(&[column[0]]) {
                let survival = own.survival(4).unwrap();
                prop_assert!((0.0..=1.0).contains(&survival.value));
            }
        }
    }
}
