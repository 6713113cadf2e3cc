//! Coefficients with their errors, against statsmodels (tests/reference/make_logistic.py) and by hand.

use std::collections::BTreeMap;

use holdfast_learn::contract::task::Task;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use holdfast_learn::logistic::inference::{Coefficient, Inference, InferenceSettings, infer};
use serde_json::Value;

struct Reference {
    frame: Frame,
    labels: Vec<bool>,
    weights: Vec<f64>,
    stored: Value,
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn number(name: &str, values: Vec<f64>) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Number(values),
    }
}

fn category(name: &str, codes: Vec<u32>, levels: &[&str]) -> Feature {
    let levels = levels.iter().map(|&level| level.to_owned()).collect();
    Feature {
        name: name.into(),
        data: FeatureData::Category { codes, levels },
    }
}

fn reference() -> Reference {
    let stored: Value = serde_json::from_str(include_str!("../reference/logistic.json")).unwrap();
    let levels = ["c", "a", "b"];
    let plan = stored["plan"].as_array().unwrap().iter();
    let codes = plan
        .map(|level| levels.iter().position(|l| *l == level.as_str().unwrap()).unwrap() as u32)
        .collect();
    let labels: Vec<bool> = stored["churned"]
        .as_array()
        .unwrap()
        .iter()
        .map(|x| x.as_bool().unwrap())
        .collect();
    Reference {
        frame: Frame {
            rows: labels.len(),
            columns: vec![
                number("unused", vec![1.0; labels.len()]),
                number("charge", numbers(&stored["charge"])),
                category("plan", codes, &levels),
                number("tenure", numbers(&stored["tenure"])),
            ],
        },
        labels,
        weights: numbers(&stored["weight"]),
        stored,
    }
}

fn settings() -> InferenceSettings {
    InferenceSettings {
        columns: ["tenure", "charge", "plan"].map(String::from).to_vec(),
        confidence: 0.9,
        ..InferenceSettings::default()
    }
}

fn run(reference: &Reference, weighted: bool, settings: &InferenceSettings) -> Result<Inference, LearnError> {
    let rows: Vec<u32> = (0..reference.labels.len() as u32).collect();
    let weights = if weighted { &reference.weights[..] } else { &[] };
    infer(
        &Task {
            weights,
            ..Task::whole(&reference.frame, &reference.labels, &rows, 0)
        },
        settings,
    )
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance * (1e-6 + expected.abs()),
        "{found} and {expected}"
    );
}

/// In the order of the script: tenure, charge, plan b, plan c, intercept.
fn in_order(inference: &Inference) -> Vec<&Coefficient> {
    let find = |column: &str, level: Option<&str>| {
        let of = |c: &&Coefficient| c.column == column && c.levels.as_ref().map(|levels| levels.0.as_str()) == level;
        inference.coefficients.iter().find(of).unwrap()
    };
    vec![
        find("tenure", None),
        find("charge", None),
        find("plan", Some("b")),
        find("plan", Some("c")),
        &inference.intercept,
    ]
}

#[test]
fn agrees_with_statsmodels() {
    let reference = reference();
    for (name, weighted, standardise) in [
        ("plain", false, false),
        ("weighted", true, false),
        ("standardised", true, true),
    ] {
        let found = run(
            &reference,
            weighted,
            &InferenceSettings {
                standardise,
                ..settings()
            },
        )
        .unwrap();
        let stored = &reference.stored[name];
        let columns = ["estimate", "standard_error", "z", "p", "low", "high"].map(|figure| numbers(&stored[figure]));
        for (place, c) in in_order(&found).into_iter().enumerate() {
            let figures = [c.estimate, c.standard_error, c.z, c.p, c.low, c.high];
            for (figure, column) in figures.iter().zip(&columns) {
                close(*figure, column[place], 1e-7);
            }
            close(c.odds_ratio, c.estimate.exp(), 1e-12);
        }
        close(found.log_likelihood, stored["log_likelihood"].as_f64().unwrap(), 1e-10);
        close(
            found.null_log_likelihood,
            stored["null_log_likelihood"].as_f64().unwrap(),
            1e-10,
        );
        assert_eq!((found.rows, found.incomplete_rows), (240, 0));
        assert_eq!(found.coefficients[2].levels, Some(("c".into(), "a".into())));
    }
}

#[test]
fn a_ridge_agrees_with_newton_written_down_again() {
    let reference = reference();
    let found = run(
        &reference,
        false,
        &InferenceSettings {
            ridge: 5.0,
            ..settings()
        },
    )
    .unwrap();
    let stored = &reference.stored["ridge"];
    let (estimates, errors) = (numbers(&stored["estimate"]), numbers(&stored["standard_error"]));
    for (place, c) in in_order(&found).into_iter().take(4).enumerate() {
        close(c.estimate, estimates[place], 1e-8);
        close(c.standard_error, errors[place], 1e-8);
    }
}

#[test]
fn a_two_by_two_table_by_hand() {
    // a: 10 churned, 30 retained; b: 20 and 20. Log odds ratio ln 3, variance 1/10 + 1/30 + 1/20 + 1/20.
    let codes: Vec<u32> = (0..80).map(|row| u32::from(row >= 40)).collect();
    let labels: Vec<bool> = (0..80).map(|row| row < 10 || (40..60).contains(&row)).collect();
    let frame = Frame {
        rows: 80,
        columns: vec![category("c", codes, &["a", "b"])],
    };
    let rows: Vec<u32> = (0..80).collect();
    let bases = BTreeMap::from([("c".to_owned(), "a".to_owned())]);
    let asked = InferenceSettings {
        bases,
        ..InferenceSettings::default()
    };
    let found = infer(&Task::whole(&frame, &labels, &rows, 0), &asked).unwrap();
    close(found.coefficients[0].odds_ratio, 3.0, 1e-9);
    close(
        found.coefficients[0].standard_error,
        (0.1f64 + 1.0 / 30.0 + 0.1).sqrt(),
        1e-9,
    );
    close(found.intercept.odds_ratio, 1.0 / 3.0, 1e-9);
    assert_eq!(found.events_per_coefficient, 30.0);
    // Against the other base the sign turns, and nothing else.
    let turned = infer(
        &Task::whole(&frame, &labels, &rows, 0),
        &InferenceSettings {
            bases: BTreeMap::from([("c".to_owned(), "b".to_owned())]),
            ..asked.clone()
        },
    )
    .unwrap();
    close(turned.coefficients[0].estimate, -found.coefficients[0].estimate, 1e-9);
    close(
        turned.coefficients[0].standard_error,
        found.coefficients[0].standard_error,
        1e-9,
    );
    let unknown = InferenceSettings {
        bases: BTreeMap::from([("c".to_owned(), "z".to_owned())]),
        ..asked
    };
    let refused = infer(&Task::whole(&frame, &labels, &rows, 0), &unknown).unwrap_err();
    assert_eq!(
        refused,
        LearnError::NoSuchLevel {
            column: "c".into(),
            level: "z".into()
        }
    );
}

fn plain(columns: Vec<Feature>, labels: &[bool]) -> Result<Inference, LearnError> {
    let frame = Frame {
        rows: labels.len(),
        columns,
    };
    let rows: Vec<u32> = (0..labels.len() as u32).collect();
    infer(&Task::whole(&frame, labels, &rows, 0), &InferenceSettings::default())
}

fn noise(rows: usize, step: usize) -> Vec<f64> {
    (0..rows).map(|row| ((row * step) % 41) as f64).collect()
}

#[test]
fn complete_separation_names_its_column() {
    let labels: Vec<bool> = (0..100).map(|row| row >= 40).collect();
    let columns = || {
        vec![
            number("other", noise(100, 7)),
            number("apart", (0..100).map(f64::from).collect()),
        ]
    };
    match plain(columns(), &labels) {
        Err(LearnError::Separation { columns, rows, all }) => {
            assert!(columns.contains("apart"), "{columns}");
            assert_eq!((rows, all), (100, 100));
        }
        other => panic!("{other:?}"),
    }
    // With a ridge there is an answer.
    let frame = Frame {
        rows: 100,
        columns: columns(),
    };
    let rows: Vec<u32> = (0..100).collect();
    let ridge = InferenceSettings {
        ridge: 1.0,
        ..InferenceSettings::default()
    };
    let found = infer(&Task::whole(&frame, &labels, &rows, 0), &ridge).unwrap();
    assert!(found.coefficients[1].estimate > 0.0 && found.coefficients[1].standard_error.is_finite());
}

#[test]
fn a_level_of_one_class_is_quasi_separation() {
    // Everyone of level z churned; the others overlap.
    let labels: Vec<bool> = (0..120).map(|row| row < 20 || (row * 7) % 10 < 4).collect();
    let codes: Vec<u32> = (0..120).map(|row| if row < 20 { 2 } else { row % 2 }).collect();
    let columns = vec![
        number("other", noise(120, 11)),
        category("kind", codes, &["x", "y", "z"]),
    ];
    let expected = LearnError::Separation {
        columns: "kind = z".into(),
        rows: 20,
        all: 120,
    };
    assert_eq!(plain(columns, &labels).unwrap_err(), expected);
}

#[test]
fn overlap_by_one_row_is_no_separation() {
    let mut labels: Vec<bool> = (0..100).map(|row| row >= 50).collect();
    labels[40] = true;
    labels[60] = false;
    let found = plain(vec![number("x", (0..100).map(f64::from).collect())], &labels).unwrap();
    assert!(found.coefficients[0].estimate > 0.0);
}

#[test]
fn columns_that_determine_each_other_are_named() {
    let labels: Vec<bool> = (0..100).map(|row| (row * 7) % 10 < 4).collect();
    let (a, b) = (noise(100, 7), noise(100, 13));
    let sum: Vec<f64> = a.iter().zip(&b).map(|(a, b)| 1e6 * (a - 2.0 * b) + 5.0).collect();
    let columns = vec![
        number("a", a),
        number("free", noise(100, 17)),
        number("b", b),
        number("sum", sum),
    ];
    let expected = LearnError::Collinear {
        column: "sum".into(),
        by: "a, b".into(),
    };
    assert_eq!(plain(columns, &labels).unwrap_err(), expected);
    let constant = plain(vec![number("x", vec![3.0; 100])], &labels).unwrap_err();
    assert!(matches!(constant, LearnError::Collinear { column, .. } if column == "x"));
}

#[test]
fn gaps_leave_rows_out_or_are_a_level() {
    let labels: Vec<bool> = (0..100).map(|row| (row * 7) % 10 < 4).collect();
    let mut x = noise(100, 13);
    x[3] = f64::NAN;
    x[50] = f64::NAN;
    let codes: Vec<u32> = (0..100).map(|row| if row % 3 == 0 { MISSING } else { 0 }).collect();
    let found = plain(vec![number("x", x), category("c", codes, &["a"])], &labels).unwrap();
    assert_eq!((found.rows, found.incomplete_rows), (98, 2));
    assert_eq!(found.coefficients[1].levels, Some(("(missing)".into(), "a".into())));
}

#[test]
fn settings_outside_their_range_and_unknown_columns_are_refused() {
    let reference = reference();
    let ask = |settings: InferenceSettings| run(&reference, false, &settings).unwrap_err();
    assert!(matches!(
        ask(InferenceSettings {
            ridge: -1.0,
            ..settings()
        }),
        LearnError::Setting { name: "ridge", .. }
    ));
    assert!(matches!(
        ask(InferenceSettings {
            confidence: 1.0,
            ..settings()
        }),
        LearnError::Setting { name: "confidence", .. }
    ));
    let columns = vec!["age".to_owned()];
    assert_eq!(
        ask(InferenceSettings { columns, ..settings() }),
        LearnError::NoSuchColumn { column: "age".into() }
    );
}
