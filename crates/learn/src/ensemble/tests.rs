use holdfast_stats::calibration::{log_loss, slope_intercept};
use holdfast_stats::special::sigmoid;

use super::candidate::{COMPONENTS, Candidate, Component};
use super::choose::decide;
use super::cross_validate::cross_validate;
use super::fit::{EnsembleSettings, FittedEnsemble, fit};
use super::{components, held};
use crate::contract::predict::Predict;
use crate::contract::row_key::mix;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, Frame, MISSING};

/// A number in 0–1 that depends on its arguments alone.
fn uniform(row: usize, stream: u64) -> f64 {
    (mix(row as u64 ^ mix(stream)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Two columns that act together, one of noise, gaps in two of them.
fn planted(rows: usize, seed: u64) -> (Frame, Vec<bool>) {
    let x: Vec<f64> = (0..rows)
        .map(|row| {
            if row % 19 == 0 {
                f64::NAN
            } else {
                uniform(row, seed ^ 1) * 100.0
            }
        })
        .collect();
    let codes: Vec<u32> = (0..rows)
        .map(|row| {
            if row % 23 == 0 {
                MISSING
            } else {
                (uniform(row, seed ^ 2) * 5.0) as u32
            }
        })
        .collect();
    let noise: Vec<f64> = (0..rows).map(|row| uniform(row, seed ^ 3)).collect();
    let labels = (0..rows)
        .map(|row| {
            let step = if x[row] > 50.0 { 1.2 } else { -0.6 };
            let level = if codes[row] == 2 { 1.0 } else { -0.4 };
            let both = if x[row] > 50.0 && codes[row] == 2 { -2.0 } else { 0.0 };
            uniform(row, seed ^ 4) < sigmoid(step + level + both - 0.5)
        })
        .collect();
    let number = |name: &str, values| Feature {
        name: name.into(),
        data: FeatureData::Number(values),
    };
    let frame = Frame {
        rows,
        columns: vec![
            number("x", x),
            Feature {
                name: "c".into(),
                data: FeatureData::Category {
                    codes,
                    levels: ["a", "b", "c", "d", "e"].map(String::from).into(),
                },
            },
            number("noise", noise),
        ],
    };
    (frame, labels)
}

fn settings(frame: &Frame) -> EnsembleSettings {
    EnsembleSettings::for_rows(frame.rows, frame.columns.len(), 3)
}

#[test]
fn contributions_add_up_to_the_log_odds_of_every_candidate() {
    let (frame, labels) = planted(1_500, 1);
    let rows: Vec<u32> = (0..1_500).collect();
    let task = Task::whole(&frame, &labels, &rows, 3);
    let (parts, mut choice) = fit(&task, &settings(&frame)).unwrap();
    let margins = parts.margins(&frame, &rows);
    for candidate in Candidate::ALL {
        choice.chosen = candidate;
        let model = FittedEnsemble::new(parts.clone(), &choice);
        let expected = choice.stack().margins(&margins, rows.len());
        let own = model.contributions(&frame, &rows);
        for (row, (z, p)) in expected.iter().zip(model.probabilities(&frame, &rows)).enumerate() {
            assert!(
                (own.base + own.row(row).iter().sum::<f64>() - z).abs() < 1e-9,
                "{candidate:?}"
            );
            assert!((sigmoid(*z) - p).abs() < 1e-12);
        }
        assert_eq!(model.additive, parts.additive, "shapes are there whatever was chosen");
    }
}

#[test]
fn a_candidate_weighs_its_own_components_and_the_best_one_wins() {
    // The additive component knows the truth three times too loud, the others know nothing.
    let rows = 4_000;
    let truth: Vec<f64> = (0..rows).map(|row| (uniform(row, 1) - 0.5) * 4.0).collect();
    let labels: Vec<bool> = (0..rows).map(|row| uniform(row, 2) < sigmoid(truth[row])).collect();
    let noise = |stream| -> Vec<f64> { (0..rows).map(|row| uniform(row, stream) - 0.5).collect() };
    let margins = [noise(3), truth.iter().map(|z| 3.0 * z + 1.0).collect(), noise(4)];
    let choice = decide(&margins, &labels).unwrap();
    assert_eq!(choice.chosen, Candidate::Additive);
    let own = &choice.stacks[Candidate::Additive as usize];
    assert!(
        (own.weights[1] - 1.0 / 3.0).abs() < 0.04 && (own.intercept + 1.0 / 3.0).abs() < 0.08,
        "{own:?}"
    );
    for candidate in Candidate::ALL {
        let weights = &choice.stacks[candidate as usize].weights;
        assert_eq!(weights.len(), COMPONENTS);
        for part in Component::ALL {
            assert!(candidate.uses().contains(&part) || weights[part as usize] == 0.0);
            assert!(weights[part as usize] >= 0.0);
        }
    }
}

#[test]
fn one_churner_decides_nothing() {
    let margins = [0; COMPONENTS].map(|_| vec![0.0, 1.0, 0.5]);
    assert_eq!(
        decide(&margins, &[true, false, false]).unwrap_err(),
        LearnError::TooFewOfClass { found: 1, needed: 2 }
    );
}

#[test]
fn what_is_held_out_says_as_much_as_new_rows_do() {
    let (frame, labels) = planted(6_000, 7);
    let (learn, test): (Vec<u32>, Vec<u32>) = (0..6_000u32).partition(|row| row % 2 == 0);
    let task = Task::whole(&frame, &labels, &learn, 3);
    let settings = settings(&frame);
    let judged = components::fit(&task, &settings.components).unwrap();
    let held = held::out(&task, &judged, &settings.components).unwrap();
    assert_eq!(
        held.labels.len(),
        learn.len(),
        "each part of a table of this size is held out in turn"
    );
    let truth: Vec<bool> = test.iter().map(|&row| labels[row as usize]).collect();
    let p = |margins: &[f64]| margins.iter().map(|&z| sigmoid(z)).collect::<Vec<f64>>();
    for (own, new) in held.margins.iter().zip(judged.components.margins(&frame, &test)) {
        let (a, b) = (
            log_loss(&p(own), &held.labels).unwrap(),
            log_loss(&p(&new), &truth).unwrap(),
        );
        assert!((a - b).abs() < 0.02, "held out {a}, new rows {b}");
    }
    // Learned from its own rows it would look better than it is.
    let seen = log_loss(&p(&judged.components.boosting.margins(&frame, &learn)), &held.labels).unwrap();
    let honest = log_loss(&p(&held.margins[2]), &held.labels).unwrap();
    assert!(seen < honest, "{seen} {honest}");
}

#[test]
fn out_of_fold_probabilities_are_calibrated_and_a_blend_needs_the_interaction() {
    let (frame, labels) = planted(4_000, 11);
    let mut seen = Vec::new();
    let cv = cross_validate(&frame, &labels, 4, &settings(&frame), &mut |fold, model| {
        seen.push((fold, model.chosen));
    })
    .unwrap();
    assert_eq!(seen.iter().map(|s| s.0).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(seen.iter().map(|s| s.1).collect::<Vec<_>>(), cv.chosen);
    let loss = |candidate: Candidate| log_loss(&cv.by_candidate[candidate as usize], &labels).unwrap();
    assert!(
        loss(Candidate::Blend) < loss(Candidate::Logistic) - 0.01,
        "it cannot see what two columns do together"
    );
    let slope = slope_intercept(&cv.probabilities, &labels).unwrap().slope;
    assert!((0.85..1.15).contains(&slope), "{slope}");
    let all: Vec<u32> = (0..4_000).collect();
    let (model, choice) = cv.fit_final(&frame, &labels, &all, &labels, &settings(&frame)).unwrap();
    assert_eq!(model.chosen, choice.chosen);
    assert_eq!(model.blend.tried, choice.stack().weights);
}

#[test]
fn rows_of_one_customer_are_held_out_together() {
    // Every customer stands in the table four times, alike but for noise; labels are of customers and say nothing of the columns.
    let (mut frame, _) = planted(2_000, 5);
    let of = |row: usize| row / 4;
    for feature in &mut frame.columns {
        if let FeatureData::Number(values) = &mut feature.data {
            (0..2_000).for_each(|row| values[row] = uniform(of(row), 9) + row as f64 * 1e-9);
        }
    }
    let labels: Vec<bool> = (0..2_000).map(|row| uniform(of(row), 10) < 0.3).collect();
    let groups: Vec<u32> = (0..2_000).map(|row| of(row) as u32).collect();
    let rows: Vec<u32> = (0..2_000).collect();
    let task = Task {
        groups: &groups,
        ..Task::whole(&frame, &labels, &rows, 3)
    };
    let settings = settings(&frame);
    let judged = components::fit(&task, &settings.components).unwrap();
    let held = held::out(&task, &judged, &settings.components).unwrap();
    let entropy = log_loss(&vec![0.3; held.labels.len()], &held.labels).unwrap();
    for margins in &held.margins {
        let p: Vec<f64> = margins.iter().map(|&z| sigmoid(z)).collect();
        assert!(
            log_loss(&p, &held.labels).unwrap() > entropy - 0.01,
            "a customer's other rows were learned from"
        );
    }
}
