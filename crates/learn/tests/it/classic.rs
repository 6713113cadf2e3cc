//! What the classic learners promise beyond the contract.

use holdfast_learn::bayes::evidence::Density;
use holdfast_learn::bayes::fit::BayesSettings;
use holdfast_learn::contract::draw::Draw;
use holdfast_learn::contract::predict::Predict;
use holdfast_learn::contract::row_key::mix;
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::contract::task::Task;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use holdfast_learn::logistic::elastic::ElasticNetSettings;
use holdfast_learn::neighbours::fit::NeighbourSettings;
use holdfast_learn::scorecard::fit::{Fate, ScorecardModel, fit as fit_card};
use holdfast_learn::scorecard::points::CardValues;
use holdfast_learn::scorecard::settings::{PointScale, ScorecardSettings};
use holdfast_learn::vectors::settings::{Kernel, VectorSettings};

fn number(name: &str, values: Vec<f64>) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Number(values),
    }
}

fn chance(place: usize, stream: u64) -> f64 {
    mix(mix(place as u64) ^ stream) as f64 / u64::MAX as f64
}

/// `x` raises churn, `same` is `x` with noise, `mirror` is a part of `x` that alone says more churn but beside it the opposite, `nothing` is noise.
fn credit(rows: usize) -> (Frame, Vec<bool>) {
    let x: Vec<f64> = (0..rows).map(|i| chance(i, 1)).collect();
    let hidden: Vec<f64> = (0..rows).map(|i| chance(i, 2)).collect();
    let mirror: Vec<f64> = x.iter().zip(&hidden).map(|(x, h)| x + 0.5 * h).collect();
    let labels = (0..rows)
        .map(|i| chance(i, 3) < 1.0 / (1.0 + (4.0 - 7.0 * x[i] + 3.0 * hidden[i]).exp()))
        .collect();
    let codes = (0..rows)
        .map(|i| if i % 10 == 0 { MISSING } else { (i % 3) as u32 })
        .collect();
    let levels = ["r", "s", "t"].map(String::from).to_vec();
    let columns = vec![
        number("x", x),
        number("mirror", mirror),
        number("nothing", (0..rows).map(|i| chance(i, 4)).collect()),
        Feature {
            name: "plan".into(),
            data: FeatureData::Category { codes, levels },
        },
    ];
    (Frame { rows, columns }, labels)
}

fn card(settings: &ScorecardSettings) -> (Frame, Vec<bool>, ScorecardModel) {
    let (frame, labels) = credit(2000);
    let rows: Vec<u32> = (0..2000).collect();
    let model = fit_card(&Task::whole(&frame, &labels, &rows, 0), settings).unwrap();
    (frame, labels, model)
}

#[test]
fn a_card_keeps_informative_columns_of_the_right_sign() {
    let (_, _, model) = card(&ScorecardSettings::default());
    let fates = [0, 1, 3].map(|column: usize| model.columns[column].fate);
    assert_eq!(fates, [Fate::Used, Fate::WrongSign, Fate::Uninformative]);
    assert!(model.columns[0].coefficient > 0.0);
    assert!(model.columns[1].binned.information_value > 0.1);
    let (_, _, one) = card(&ScorecardSettings {
        columns: 1,
        ..ScorecardSettings::default()
    });
    assert_eq!(one.columns.iter().filter(|column| column.fate == Fate::Used).count(), 1);
}

#[test]
fn few_columns_of_noise_pass() {
    let (mut frame, labels) = credit(1000);
    let noise = |stream: u64| (0..1000).map(|row| chance(row, stream)).collect();
    frame.columns = (0..100)
        .map(|column| number(&format!("noise{column}"), noise(100 + column)))
        .collect();
    let rows: Vec<u32> = (0..1000).collect();
    let settings = ScorecardSettings {
        least_information: 0.0,
        ..ScorecardSettings::default()
    };
    let model = fit_card(&Task::whole(&frame, &labels, &rows, 0), &settings).unwrap();
    let passed = model.columns.iter().filter(|column| column.fate != Fate::Uninformative);
    assert!(passed.count() <= 5);
}

#[test]
fn the_card_adds_up_to_the_score_and_the_score_is_the_margin() {
    let (frame, labels, model) = card(&ScorecardSettings {
        least_information: 0.0,
        ..ScorecardSettings::default()
    });
    let schema = Schema::of(&frame);
    let lines = model.card(&schema);
    let x: Vec<_> = lines.iter().filter(|line| line.column == "x").collect();
    // All rows are in the lines of each column, by class.
    let churned = labels.iter().filter(|&&label| label).count() as f64;
    assert_eq!(x.iter().map(|line| line.churned).sum::<f64>(), churned);
    assert_eq!(x.iter().map(|line| line.retained).sum::<f64>(), 2000.0 - churned);
    // Rates of known values rise, points fall; bins hold a twentieth of the rows at least.
    assert_eq!(x[0].values, CardValues::Missing);
    assert_eq!(x[0].churn_rate, None);
    for pair in x[1..].windows(2) {
        assert!(pair[0].churn_rate < pair[1].churn_rate && pair[0].points > pair[1].points);
    }
    assert!(x[1..].iter().all(|line| line.churned + line.retained >= 100.0));
    assert!(matches!(
        x[1].values,
        CardValues::Interval {
            above: None,
            upto: Some(_)
        }
    ));
    assert!(matches!(
        x[x.len() - 1].values,
        CardValues::Interval {
            above: Some(_),
            upto: None
        }
    ));
    for row in [0, 17, 1999] {
        let (points, score) = model.points_of(&frame, row);
        let margin = model.margins(&frame, &[row])[0];
        assert!((points.iter().map(|(_, points)| points).sum::<f64>() - score).abs() < 1e-9);
        assert!((model.scale.score(margin) - score).abs() < 1e-9);
        assert!((model.scale.margin(score) - margin).abs() < 1e-9);
        // Each column's points stand in its line of the card.
        for (column, points) in points {
            assert!(
                lines
                    .iter()
                    .any(|line| line.column == schema.columns[column].name && line.points == points)
            );
        }
    }
}

#[test]
fn points_by_hand() {
    let scale = PointScale {
        base_score: 600.0,
        base_odds: 50.0,
        doubling: 20.0,
    };
    // Odds of staying 50 : 1 are log-odds of churn −ln 50; twice the odds, 20 points more.
    assert!((scale.score(-(50.0f64.ln())) - 600.0).abs() < 1e-9);
    assert!((scale.score(-(100.0f64.ln())) - 620.0).abs() < 1e-9);
    assert!((scale.score(0.0) - (600.0 - 20.0 * 50.0f64.log2())).abs() < 1e-9);
}

#[test]
fn a_card_without_columns_is_the_base_rate() {
    let labels: Vec<bool> = (0..100).map(|row| row % 4 == 0).collect();
    let frame = Frame {
        rows: 100,
        columns: vec![number("same", vec![1.0; 100])],
    };
    let rows: Vec<u32> = (0..100).collect();
    let model = fit_card(&Task::whole(&frame, &labels, &rows, 0), &ScorecardSettings::default()).unwrap();
    assert!((model.intercept + 3f64.ln()).abs() < 1e-9);
    let (points, score) = model.points_of(&frame, 0);
    assert!(points.is_empty() && (model.scale.margin(score) - model.intercept).abs() < 1e-9);
    assert!(model.card(&Schema::of(&frame)).is_empty());
}

/// A ring: churned inside. No straight line tells it.
fn ring(rows: usize) -> (Frame, Vec<bool>) {
    let at = |i: usize, stream: u64| 2.0 * chance(i, stream) - 1.0;
    let labels = (0..rows)
        .map(|i| (at(i, 1).powi(2) + at(i, 2).powi(2) < 0.5) != (chance(i, 3) < 0.05))
        .collect();
    let columns = vec![
        number("x", (0..rows).map(|i| at(i, 1)).collect()),
        number("y", (0..rows).map(|i| at(i, 2)).collect()),
    ];
    (Frame { rows, columns }, labels)
}

fn right(model: &dyn Predict, frame: &Frame, labels: &[bool], rows: &[u32]) -> f64 {
    let margins = model.margins(frame, rows);
    let hits = margins
        .iter()
        .zip(rows)
        .filter(|&(&margin, &row)| (margin > 0.0) == labels[row as usize])
        .count();
    hits as f64 / rows.len() as f64
}

#[test]
fn a_ring_is_seen_by_bumps_and_neighbours_and_not_by_a_line() {
    let (frame, labels) = ring(900);
    let (learn, held): (Vec<u32>, Vec<u32>) = (0..900).partition(|row| row % 3 > 0);
    let task = Task::whole(&frame, &labels, &learn, 0);
    let rbf = holdfast_learn::vectors::fit::fit(
        &task,
        &VectorSettings {
            landmarks: 60,
            ..VectorSettings::default()
        },
    )
    .unwrap();
    let linear = holdfast_learn::vectors::fit::fit(
        &task,
        &VectorSettings {
            kernel: Kernel::Linear,
            ..VectorSettings::default()
        },
    )
    .unwrap();
    let near = holdfast_learn::neighbours::fit::fit(&task, &NeighbourSettings::default()).unwrap();
    assert!(
        right(&rbf, &frame, &labels, &held) > 0.87,
        "{}",
        right(&rbf, &frame, &labels, &held)
    );
    assert!(
        right(&near, &frame, &labels, &held) > 0.87,
        "{}",
        right(&near, &frame, &labels, &held)
    );
    assert!(right(&linear, &frame, &labels, &held) < 0.75);
    assert!(near.neighbours < 100.0);
}

#[test]
fn what_is_said_twice_by_naive_bayes_is_taken_back() {
    let rows: Vec<u32> = (0..2000).collect();
    let x: Vec<f64> = (0..2000).map(|i| chance(i, 1)).collect();
    let labels: Vec<bool> = (0..2000).map(|i| chance(i, 2) < 0.1 + 0.6 * x[i]).collect();
    let frame = |copies: usize| Frame {
        rows: 2000,
        columns: (0..copies).map(|k| number(&format!("x{k}"), x.clone())).collect(),
    };
    for density in [Density::Gaussian, Density::Kernel] {
        let settings = BayesSettings {
            density,
            ..BayesSettings::default()
        };
        let fit =
            |frame: &Frame| holdfast_learn::bayes::fit::fit(&Task::whole(frame, &labels, &rows, 0), &settings).unwrap();
        let (one, many) = (frame(1), frame(8));
        let (alone, together) = (fit(&one), fit(&many));
        assert!(together.platt.slope < 0.25 * alone.platt.slope);
        let (a, b) = (alone.margins(&one, &rows), together.margins(&many, &rows));
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 0.2));
    }
}

#[test]
fn samples_keep_the_level_and_do_not_depend_on_the_order_of_rows() {
    let (frame, labels) = credit(3000);
    let rows: Vec<u32> = (0..3000).collect();
    let mut turned = rows.clone();
    turned.reverse();
    let (other, turned_labels) = (
        frame.take(&turned),
        turned.iter().map(|&row| labels[row as usize]).collect::<Vec<_>>(),
    );
    let first = Draw::of(&Task::whole(&frame, &labels, &rows, 3), 9, 500);
    let second = Draw::of(&Task::whole(&other, &turned_labels, &rows, 3), 9, 500);
    let back: Vec<u32> = second.part.rows.iter().map(|&row| 2999 - row).collect();
    assert_eq!(first.part.rows, back);
    assert_eq!(first.part.rows.len(), 500);
    let rate = |rows: &[u32]| rows.iter().filter(|&&row| labels[row as usize]).count() as f64 / rows.len() as f64;
    assert!((rate(&first.part.rows) - rate(&rows)).abs() < 0.06);
}

#[test]
fn settings_outside_their_range_are_refused() {
    let (frame, labels) = ring(60);
    let rows: Vec<u32> = (0..60).collect();
    let task = Task::whole(&frame, &labels, &rows, 0);
    let name = |error: LearnError| match error {
        LearnError::Setting { name, .. } => name,
        other => panic!("{other}"),
    };
    let bayes = BayesSettings {
        folds: 1,
        ..BayesSettings::default()
    };
    assert_eq!(
        name(holdfast_learn::bayes::fit::fit(&task, &bayes).unwrap_err()),
        "folds"
    );
    let near = NeighbourSettings {
        judged: 0,
        ..NeighbourSettings::default()
    };
    assert_eq!(
        name(holdfast_learn::neighbours::fit::fit(&task, &near).unwrap_err()),
        "judged"
    );
    let vectors = VectorSettings {
        landmarks: 0,
        ..VectorSettings::default()
    };
    assert_eq!(
        name(holdfast_learn::vectors::fit::fit(&task, &vectors).unwrap_err()),
        "landmarks"
    );
    let elastic = ElasticNetSettings {
        lasso_share: 1.5,
        ..ElasticNetSettings::default()
    };
    assert_eq!(
        name(holdfast_learn::logistic::contract::fit_elastic(&task, &elastic).unwrap_err()),
        "lasso_share"
    );
    let card = ScorecardSettings {
        least_share: 0.9,
        ..ScorecardSettings::default()
    };
    assert_eq!(name(fit_card(&task, &card).unwrap_err()), "least_share");
    let scale = PointScale {
        doubling: 0.0,
        ..PointScale::default()
    };
    assert_eq!(
        name(
            fit_card(
                &task,
                &ScorecardSettings {
                    scale,
                    ..ScorecardSettings::default()
                }
            )
            .unwrap_err()
        ),
        "doubling"
    );
}
