//! Visits at counted opportunities.

use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::settings::FitSettings;
use holdfast_stats::lifetime::visits::{self, BgBb, History, Visits};
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::close;

fn reference(section: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/contract.json")).unwrap();
    all[section].clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64, relative: f64) {
    close(found, expected, relative * expected.abs());
}

struct Columns {
    x: Vec<f64>,
    last: Vec<f64>,
    n: Vec<f64>,
    weight: Vec<f64>,
}

impl Columns {
    fn from_rows(rows: &[[f64; 4]]) -> Self {
        let column = |at: usize| rows.iter().map(|row| row[at]).collect();
        Self {
            x: column(0),
            last: column(1),
            n: column(2),
            weight: column(3),
        }
    }

    fn visits(&self) -> Visits<'_> {
        Visits {
            frequency: &self.x,
            recency: &self.last,
            opportunities: &self.n,
            weight: Some(&self.weight),
        }
    }
}

#[test]
fn bgbb_agrees_with_autograd_and_lifetimes() {
    let expected = reference("bgbb");
    let rows: Vec<[f64; 4]> = serde_json::from_value(expected["rows"].clone()).unwrap();
    let columns = Columns::from_rows(&rows);
    let found = visits::fit(&columns.visits(), &FitSettings::default()).unwrap();
    assert_eq!((found.n, found.distinct), (4000.0, rows.len()));
    near(
        found.log_likelihood,
        expected["log_likelihood"].as_f64().unwrap(),
        1e-12,
    );
    for (line, (value, se)) in found.parameters.iter().zip(
        numbers(&expected["parameters"])
            .into_iter()
            .zip(numbers(&expected["se"])),
    ) {
        near(line.coef, value, 1e-7);
        near(line.se, se, 1e-6);
        assert!(0.0 < line.ci_low && line.ci_low < value && value < line.ci_high);
    }
    for (found, expected) in found.covariance.iter().zip(numbers(&expected["covariance"])) {
        near(*found, expected, 1e-5);
    }
    let all = visits::score(&found.model, &columns.visits(), 5, Some(0.1)).unwrap();
    let residual = all.residual_visits.unwrap();
    for (at, row) in rows.iter().enumerate() {
        let history = History {
            frequency: row[0] as u32,
            recency: row[1] as u32,
            opportunities: row[2] as u32,
        };
        for ahead in [0, 1, 5] {
            let value = numbers(&expected[format!("p_alive_{ahead}")])[at];
            near(found.model.p_alive(&history, ahead).unwrap(), value, 1e-7);
        }
        for ahead in [1, 5] {
            let value = numbers(&expected[format!("expected_{ahead}")])[at];
            near(found.model.expected_visits(&history, ahead).unwrap(), value, 1e-7);
        }
        let dert = numbers(&expected["residual_0.1"])[at];
        near(
            found.model.discounted_residual_visits(&history, 0.1).unwrap(),
            dert,
            1e-7,
        );
        near(all.p_alive[at], numbers(&expected["p_alive_0"])[at], 1e-7);
        near(all.expected_visits[at], numbers(&expected["expected_5"])[at], 1e-7);
        near(residual[at], dert, 1e-7);
        let estimate = found.expected_visits(&history, 5).unwrap();
        assert!(estimate.ci_low < estimate.value && estimate.value < estimate.ci_high);
        let estimate = found.p_alive(&history, 1).unwrap();
        assert!(0.0 <= estimate.ci_low && estimate.ci_high <= 1.0 && estimate.se >= 0.0);
    }
}

#[test]
fn bgbb_of_the_donors() {
    let root = std::env::var("HOLDFAST_DATA").unwrap_or_else(|_| "../../../shared/data".to_owned());
    let Ok(text) = std::fs::read_to_string(format!("{root}/donations.csv")) else {
        println!("skipped: donations.csv is not in HOLDFAST_DATA");
        return;
    };
    let row = |line: &str| -> [f64; 4] {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.trim().parse().unwrap()).collect();
        cells.try_into().unwrap()
    };
    let rows: Vec<[f64; 4]> = text.lines().skip(1).map(row).collect();
    let found = visits::fit(&Columns::from_rows(&rows).visits(), &FitSettings::default()).unwrap();
    for (line, expected) in found.parameters.iter().zip([1.204, 0.750, 0.657, 2.783]) {
        close(line.coef, expected, 5e-4);
    }
    close(found.log_likelihood, -33_225.581, 5e-4);
}

#[test]
fn bgbb_by_hand() {
    // One opportunity, all parameters 1. Bought: p·(1 − θ) → ¼. Not: there and passed ¼, or gone ½.
    let model = BgBb::new(1.0, 1.0, 1.0, 1.0).unwrap();
    let bought = History {
        frequency: 1,
        recency: 1,
        opportunities: 1,
    };
    let passed = History {
        frequency: 0,
        recency: 0,
        opportunities: 1,
    };
    close(model.p_alive(&bought, 0).unwrap(), 1.0, 0.0);
    close(model.p_alive(&passed, 0).unwrap(), 1.0 / 3.0, 1e-15);
    // Next: θ given one stay is Beta(1, 2): stays with ⅔; p given one purchase Beta(2, 1): ⅔.
    close(model.p_alive(&bought, 1).unwrap(), 2.0 / 3.0, 1e-15);
    close(model.expected_visits(&bought, 1).unwrap(), 4.0 / 9.0, 1e-15);
    close(model.expected_visits(&bought, 0).unwrap(), 0.0, 0.0);
    close(model.retention(1), 2.0 / 3.0, 1e-15);
    close(model.expected_new(1).unwrap(), 0.25, 1e-15);
    assert!(matches!(
        model.p_alive(
            &History {
                frequency: 2,
                recency: 1,
                opportunities: 3
            },
            0
        ),
        Err(StatsError::Contradiction { .. })
    ));
}

#[test]
fn bgbb_refuses_what_is_not_counted() {
    let fit = |x: &[f64], last: &[f64], n: &[f64]| {
        let visits = Visits {
            frequency: x,
            recency: last,
            opportunities: n,
            weight: None,
        };
        visits::fit(&visits, &FitSettings::default()).unwrap_err()
    };
    assert!(matches!(
        fit(&[1.0, 2.0], &[1.0, 30.43], &[6.0, 38.86]),
        StatsError::WrongSetting { model: "BG/BB", reason, instead } if reason.contains("index 1") && instead.contains("BG/NBD")
    ));
    assert!(matches!(
        fit(&[1.0], &[7.0], &[6.0]),
        StatsError::Contradiction { index: 0, .. }
    ));
    assert!(matches!(
        fit(&[1.0, 3.0], &[1.0, 2.0], &[6.0, 6.0]),
        StatsError::Contradiction { index: 1, .. }
    ));
    assert!(matches!(
        fit(&[0.0], &[2.0], &[6.0]),
        StatsError::Contradiction { index: 0, .. }
    ));
    assert!(matches!(
        fit(&[1.0], &[1.0], &[1e300]),
        StatsError::BadValue { index: 0, .. }
    ));
    assert!(matches!(
        fit(&[0.0, 0.0], &[0.0, 0.0], &[6.0, 6.0]),
        StatsError::TooFew { .. }
    ));
    assert_eq!(fit(&[], &[], &[]), StatsError::Empty);
    // Everybody always buys; one customer; nobody ever had an opportunity more.
    assert!(matches!(
        fit(&[6.0; 4], &[6.0; 4], &[6.0; 4]),
        StatsError::NoMaximum { .. }
    ));
    assert!(matches!(fit(&[1.0], &[1.0], &[1.0]), StatsError::NoMaximum { .. }));
    assert!(matches!(
        fit(&[2.0], &[4.0], &[6.0]),
        StatsError::NoMaximum { .. } | StatsError::NoConvergence { .. }
    ));
}

#[test]
fn bgbb_weights_scale_errors_alone() {
    let rows: Vec<[f64; 4]> = serde_json::from_value(reference("bgbb")["rows"].clone()).unwrap();
    let plain = visits::fit(&Columns::from_rows(&rows).visits(), &FitSettings::default()).unwrap();
    for scale in [1e-12, 1e12] {
        let scaled: Vec<[f64; 4]> = rows.iter().map(|r| [r[0], r[1], r[2], r[3] * scale]).collect();
        let found = visits::fit(&Columns::from_rows(&scaled).visits(), &FitSettings::default()).unwrap();
        for (found, plain) in found.parameters.iter().zip(&plain.parameters) {
            near(found.coef, plain.coef, 1e-7);
            near(found.se, plain.se / scale.sqrt(), 1e-5);
        }
    }
    // The order of the rows changes nothing; a group split in two is the same group.
    let mut turned: Vec<[f64; 4]> = rows.iter().rev().map(|r| [r[0], r[1], r[2], r[3] / 2.0]).collect();
    turned.extend(turned.clone());
    assert_eq!(
        visits::fit(&Columns::from_rows(&turned).visits(), &FitSettings::default()).unwrap(),
        plain
    );
}

#[test]
fn many_histories_give_the_same_on_any_number_of_threads() {
    // Every history of three numbers of opportunities, 11,823 in all, weighted as the model of the paper would have them: it finds itself again.
    let truth = BgBb::new(1.2, 0.75, 0.66, 2.78).unwrap();
    let mut rows = Vec::new();
    for n in [30_u32, 90, 120] {
        // P(x, tₓ) by P(x, tₓ)·P(alive) = the chance to be there with x purchases, which is free of tₓ.
        for last in 0..=n {
            for x in u32::from(last > 0)..=last {
                let history = History {
                    frequency: x,
                    recency: last,
                    opportunities: n,
                };
                let (x, n) = (f64::from(x), f64::from(n));
                let product =
                    |from: f64, steps: f64| (0..steps as u32).map(|j| (from + f64::from(j)).ln()).sum::<f64>();
                let alive =
                    product(1.2, x) + product(0.75, n - x) - product(1.95, n) + product(2.78, n) - product(3.44, n);
                // Of the ways to place x purchases before tₓ, C(tₓ − 1, x − 1).
                let ways = if x > 0.0 {
                    product(f64::from(last) - x + 1.0, x - 1.0) - product(1.0, x - 1.0)
                } else {
                    0.0
                };
                let p_alive = truth.p_alive(&history, 0).unwrap();
                rows.push([x, f64::from(last), n, 1e4 * (alive + ways).exp() / p_alive]);
            }
        }
    }
    let rows: Vec<[f64; 4]> = rows.into_iter().filter(|row| row[3] > 0.0).collect();
    close(rows.iter().map(|row| row[3]).sum::<f64>(), 3e4, 1e-6);
    let columns = Columns::from_rows(&rows);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| visits::fit(&columns.visits(), &FitSettings::default()).unwrap())
    };
    let found = run(1);
    assert_eq!(found, run(4));
    for (line, truth) in found.parameters.iter().zip([1.2, 0.75, 0.66, 2.78]) {
        near(line.coef, truth, 1e-6);
    }
}

proptest! {
    #[test]
    fn any_histories_end_in_a_result_or_a_name(
        rows in proptest::collection::vec((0..5_u32, 0..5_u32, 1..5_u32), 1..12)
    ) {
        let rows: Vec<[f64; 4]> = rows
            .into_iter()
            .map(|(x, last, n)| {
                let last = last.min(n);
                let x = if last == 0 { 0 } else { x.clamp(1, last) };
                [f64::from(x), f64::from(last), f64::from(n), 1.0]
            })
            .collect();
        if let Ok(found) = visits::fit(&Columns::from_rows(&rows).visits(), &FitSettings::default()) {
            prop_assert!(found.log_likelihood <= 1e-9);
            let all = visits::score(&found.model, &Columns::from_rows(&rows).visits(), 3, None).unwrap();
            prop_assert!(all.p_alive.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!(all.expected_visits.iter().all(|v| (0.0..=3.0).contains(v)));
        }
    }
}
