//! Spend per purchase.

use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::settings::FitSettings;
use holdfast_stats::lifetime::spend::{self, FittedSpend, GammaGamma, Spend, score};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

use crate::reference::close;

fn reference(section: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/spend.json")).unwrap();
    all[section].clone()
}

/// Without a penalty.
fn fit(spend: &Spend<'_>) -> Result<FittedSpend, StatsError> {
    spend::fit(spend, &FitSettings::default())
}

fn numbers(section: &Value, name: &str) -> Vec<f64> {
    serde_json::from_value(section[name].clone()).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64, relative: f64) {
    close(found, expected, relative * expected.abs());
}

fn agree(found: &FittedSpend, expected: &Value, frequency: &[f64], mean_spend: &[f64]) {
    near(
        found.log_likelihood,
        expected["log_likelihood"].as_f64().unwrap(),
        1e-12,
    );
    for (line, (value, se)) in found
        .parameters
        .iter()
        .zip(numbers(expected, "parameters").into_iter().zip(numbers(expected, "se")))
    {
        near(line.coef, value, 1e-7);
        near(line.se, se, 1e-6);
        assert!(0.0 < line.ci_low && line.ci_low < value && value < line.ci_high);
    }
    for (found, expected) in found.covariance.iter().zip(numbers(expected, "covariance")) {
        near(*found, expected, 1e-6);
    }
    near(
        found.correlation.unwrap().r,
        expected["correlation"].as_f64().unwrap(),
        1e-9,
    );
    let spend = Spend {
        frequency,
        mean_spend,
        weight: None,
    };
    let all = score(found, &spend).unwrap();
    let (value, se) = (numbers(expected, "expected"), numbers(expected, "expected_se"));
    for at in 0..value.len() {
        near(all.expected_spend[at], value[at], 1e-7);
        near(all.se[at], se[at], 1e-6);
        assert!(all.ci_low[at] < value[at] && value[at] < all.ci_high[at]);
    }
}

#[test]
fn agrees_with_autograd_and_lifetimes() {
    let expected = reference("made_up");
    let [x, z, w] = ["frequency", "mean_spend", "weight"].map(|name| numbers(&expected, name));
    let found = fit(&Spend {
        frequency: &x,
        mean_spend: &z,
        weight: Some(&w),
    })
    .unwrap();
    assert_eq!(found.n, w.iter().sum::<f64>());
    agree(&found, &expected, &x, &z);
}

#[test]
fn cdnow_of_fader_and_hardie() {
    let root = std::env::var("HOLDFAST_DATA").unwrap_or_else(|_| "../../../shared/data".to_owned());
    let Ok(text) = std::fs::read_to_string(format!("{root}/cdnow_master.txt")) else {
        println!("skipped: cdnow_master.txt is not in HOLDFAST_DATA");
        return;
    };
    // Spend by customer and day until the end of September 1997; the first day is not a repeat purchase.
    let mut days: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let (customer, date): (u32, u32) = (cells[0].parse().unwrap(), cells[1].parse().unwrap());
        if date <= 19_970_930 {
            *days.entry((customer, date)).or_default() += cells[3].parse::<f64>().unwrap();
        }
    }
    let expected = reference("cdnow");
    let (mut x, mut z) = (Vec::new(), Vec::new());
    for customer in numbers(&expected, "customers") {
        let customer = customer as u32;
        let repeat: Vec<f64> = days
            .range((customer, 0)..(customer + 1, 0))
            .skip(1)
            .map(|(_, &spend)| spend)
            .collect();
        x.push(repeat.len() as f64);
        z.push(repeat.iter().sum::<f64>() / repeat.len() as f64);
    }
    assert_eq!(x.len(), 946);
    let found = fit(&Spend {
        frequency: &x,
        mean_spend: &z,
        weight: None,
    })
    .unwrap();
    agree(&found, &expected, &x, &z);
    for (line, published) in found.parameters.iter().zip([6.25, 3.74, 15.44]) {
        close(line.coef, published, 5e-3);
    }
    close(found.log_likelihood, -4055.9177, 5e-5);
}

#[test]
fn expectation_by_hand() {
    // p = 2, q = 3, v = 10: everybody's mean 2·10/2 = 10; after one purchase of 40: 2·(10 + 40)/(2 + 2) = 25.
    let model = GammaGamma::new(2.0, 3.0, 10.0).unwrap();
    close(model.mean().unwrap(), 10.0, 1e-14);
    close(model.expected_spend(1.0, 40.0).unwrap(), 25.0, 1e-14);
    // Many purchases: their own mean.
    close(model.expected_spend(1e9, 40.0).unwrap(), 40.0, 1e-6);
    close(model.expected_spend(0.0, f64::NAN).unwrap(), 10.0, 1e-14);
    let heavy = GammaGamma::new(2.0, 0.9, 10.0).unwrap();
    assert!(matches!(heavy.mean(), Err(StatsError::OutOfRange { .. })));
    assert!(heavy.expected_spend(1.0, 40.0).is_ok());
    assert!(GammaGamma::new(0.0, 1.0, 1.0).is_err() && GammaGamma::new(1.0, f64::NAN, 1.0).is_err());
    assert!(matches!(
        model.expected_spend(1.0, -4.0),
        Err(StatsError::BadValue { .. })
    ));
}

#[test]
fn any_currency_gives_the_same_people() {
    let expected = reference("made_up");
    let [x, z, w] = ["frequency", "mean_spend", "weight"].map(|name| numbers(&expected, name));
    let plain = fit(&Spend {
        frequency: &x,
        mean_spend: &z,
        weight: Some(&w),
    })
    .unwrap();
    for unit in [1e-90, 1e-9, 1e9, 1e90] {
        let scaled: Vec<f64> = z.iter().map(|z| z * unit).collect();
        let found = fit(&Spend {
            frequency: &x,
            mean_spend: &scaled,
            weight: Some(&w),
        })
        .unwrap();
        near(found.model.p, plain.model.p, 1e-7);
        near(found.model.q, plain.model.q, 1e-7);
        near(found.model.v, plain.model.v * unit, 1e-7);
        near(found.parameters[2].se, plain.parameters[2].se * unit, 1e-6);
        let spend = found.expected_spend(2.0, 30.0 * unit).unwrap().value;
        near(spend, plain.expected_spend(2.0, 30.0).unwrap().value * unit, 1e-7);
    }
    for scale in [1e-12, 1e12] {
        let weight: Vec<f64> = w.iter().map(|w| w * scale).collect();
        let found = fit(&Spend {
            frequency: &x,
            mean_spend: &z,
            weight: Some(&weight),
        })
        .unwrap();
        near(found.model.p, plain.model.p, 1e-7);
        near(found.parameters[0].se, plain.parameters[0].se / scale.sqrt(), 1e-5);
    }
}

#[test]
fn bad_rows_and_thin_data_are_named() {
    let run = |x: &[f64], z: &[f64]| {
        fit(&Spend {
            frequency: x,
            mean_spend: z,
            weight: None,
        })
    };
    let bad = |x: &[f64], z: &[f64]| run(x, z).unwrap_err();
    assert!(matches!(
        bad(&[1.0, 2.0], &[5.0, 0.0]),
        StatsError::BadValue {
            name: "mean spend",
            index: 1,
            ..
        }
    ));
    assert!(matches!(
        bad(&[1.0, 2.0], &[5.0, -3.0]),
        StatsError::BadValue { index: 1, .. }
    ));
    assert!(matches!(
        bad(&[1.0, 2.0], &[f64::NAN, 3.0]),
        StatsError::BadValue { index: 0, .. }
    ));
    assert!(matches!(
        bad(&[1.0, 2.5], &[5.0, 3.0]),
        StatsError::BadValue {
            name: "frequency",
            index: 1,
            ..
        }
    ));
    assert!(matches!(
        bad(&[1.0, -1.0], &[5.0, 3.0]),
        StatsError::BadValue { index: 1, .. }
    ));
    // Customers who never bought again need no spend, but say nothing either.
    assert!(matches!(bad(&[0.0; 4], &[0.0; 4]), StatsError::TooFew { found: 0, .. }));
    assert!(matches!(
        bad(&[1.0, 2.0, 0.0], &[5.0, 3.0, 0.0]),
        StatsError::TooFew { found: 2, .. }
    ));
    assert_eq!(bad(&[], &[]), StatsError::Empty);
    // Everybody spends the same: p has no end.
    assert!(matches!(
        bad(&[1.0, 2.0, 3.0, 4.0], &[7.0; 4]),
        StatsError::NoMaximum { .. }
    ));
    // Apart as far as numbers go.
    if let Err(error) = run(&[1.0, 2.0, 3.0, 4.0], &[1e-300, 1.0, 3.0, 1e300]) {
        let named = matches!(
            error,
            StatsError::NoMaximum { .. } | StatsError::Overflow { .. } | StatsError::NoConvergence { .. }
        );
        assert!(named, "{error}");
    }
}

#[test]
fn many_rows_give_the_same_on_any_number_of_threads() {
    // 50,000 distinct customers: several chunks, and starts tried on a part.
    let expected = reference("made_up");
    let [x, z, w] = ["frequency", "mean_spend", "weight"].map(|name| numbers(&expected, name));
    let (mut many_x, mut many_z, mut many_w) = (Vec::new(), Vec::new(), Vec::new());
    for copy in 0..250 {
        for at in 0..x.len() {
            many_x.push(x[at]);
            // A change far below what matters keeps every row distinct.
            many_z.push(z[at] * (1.0 + f64::from(copy) * 1e-13));
            many_w.push(w[at] / 250.0);
        }
    }
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let spend = Spend {
            frequency: &many_x,
            mean_spend: &many_z,
            weight: Some(&many_w),
        };
        pool.install(|| fit(&spend).unwrap())
    };
    let found = run(1);
    assert_eq!((found.distinct, found.clone()), (50_000, run(4)));
    for (line, value) in found.parameters.iter().zip(numbers(&expected, "parameters")) {
        near(line.coef, value, 1e-6);
    }
    for (line, se) in found.parameters.iter().zip(numbers(&expected, "se")) {
        near(line.se, se, 1e-5);
    }
}

proptest! {
    #[test]
    fn any_spends_end_in_a_result_or_a_name(
        rows in proptest::collection::vec((0..6_u32, 1..500_u32, 1..4_u32), 1..25)
    ) {
        let column = |f: &dyn Fn(&(u32, u32, u32)) -> u32| rows.iter().map(|row| f64::from(f(row))).collect::<Vec<_>>();
        let (x, z, w) = (column(&|r| r.0), column(&|r| r.1), column(&|r| r.2));
        let spend = Spend { frequency: &x, mean_spend: &z, weight: Some(&w) };
        if let Ok(found) = fit(&spend) {
            prop_assert!(found.log_likelihood.is_finite());
            if let Some(correlation) = found.correlation {
                prop_assert!((-1.0..=1.0).contains(&correlation.r));
                prop_assert!(correlation.interval.low <= correlation.r && correlation.r <= correlation.interval.high);
            }
            // Where everybody's mean is finite.
            if let (Ok(all), Ok(mean)) = (score(&found, &spend), found.model.mean()) {
                for (value, (x, z)) in all.expected_spend.iter().zip(x.iter().zip(&z)) {
                    // Between the customer's own mean and everybody's.
                    let (low, high) = if *x > 0.0 { (mean.min(*z), mean.max(*z)) } else { (mean, mean) };
                    prop_assert!(low * (1.0 - 1e-9) <= *value && *value <= high * (1.0 + 1e-9));
                }
            }
        }
    }
}
