//! Planted weights are found; the blend keeps the contract.

use holdfast_stats::special::sigmoid;

use super::contract::{BlendSettings, fit, out_of_fold};
use super::stack::{Stack, stack};
use crate::contract::fitted::Fitted;
use crate::contract::method::Method;
use crate::contract::row_key::mix;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, Frame};
use crate::logistic::fit::LogisticSettings;

/// Uniform within 0–1, by row and stream.
fn uniform(row: usize, stream: u64) -> f64 {
    mix(mix(row as u64) ^ stream) as f64 / u64::MAX as f64
}

fn normal(row: usize, stream: u64) -> f64 {
    (0..12).map(|k| uniform(row, stream * 100 + k)).sum::<f64>() - 6.0
}

#[test]
fn planted_weights_are_found_and_useless_parts_get_exactly_none() {
    let n = 30_000;
    let column = |stream: u64| -> Vec<f64> { (0..n).map(|row| normal(row, stream)).collect() };
    let (a, b, noise) = (column(1), column(2), column(3));
    // Says the opposite of what is true.
    let against: Vec<f64> = a.iter().zip(column(4)).map(|(a, e)| -a + e).collect();
    let labels: Vec<bool> = (0..n)
        .map(|row| uniform(row, 9) < sigmoid(-0.5 + 0.8 * a[row] + 0.3 * b[row]))
        .collect();
    let found = stack(&[a.clone(), against.clone(), b.clone(), noise.clone()], &labels, &[]).unwrap();
    assert!((found.intercept + 0.5).abs() < 0.05, "{found:?}");
    assert!((found.weights[0] - 0.8).abs() < 0.05, "{found:?}");
    assert_eq!(found.weights[1], 0.0);
    assert!((found.weights[2] - 0.3).abs() < 0.05, "{found:?}");
    assert!(found.weights[3] < 0.03, "{found:?}");
    // The order of the parts does not matter.
    let other = stack(&[noise, b.clone(), a.clone(), against], &labels, &[]).unwrap();
    for (k, l) in [(0, 2), (2, 1), (1, 3), (3, 0)] {
        assert!((found.weights[k] - other.weights[l]).abs() < 1e-6);
    }
    // Optimal: no move inside the allowed weights lowers the loss.
    let parts = [a, b];
    let best = stack(&parts, &labels, &[]).unwrap();
    for (k, d) in [(0, 0.01), (0, -0.01), (1, 0.01), (1, -0.01)] {
        let mut moved = best.clone();
        moved.weights[k] += d;
        assert!(moved.loss(&parts, &labels, &[]) > best.loss(&parts, &labels, &[]));
    }
}

#[test]
fn parts_that_say_the_same_share_the_weight_and_separation_stays_finite() {
    let z: Vec<f64> = (0..200).map(|row| normal(row, 1)).collect();
    let labels: Vec<bool> = z.iter().map(|&z| z > 0.0).collect();
    let found = stack(&[z.clone(), z.clone(), z], &labels, &[]).unwrap();
    assert!(
        found
            .weights
            .iter()
            .all(|w| w.is_finite() && (w - found.weights[0]).abs() < 1e-6)
    );
    assert!(found.weights[0] > 1.0, "{found:?}");
    // All parts constant: only the intercept speaks, and it says the churn rate.
    let constant = vec![vec![2.0; 10], vec![-1.0; 10]];
    let labels: Vec<bool> = (0..10).map(|i| i < 3).collect();
    let found = stack(&constant, &labels, &[]).unwrap();
    assert!((sigmoid(found.margin(&[2.0, -1.0])) - 0.3).abs() < 1e-6, "{found:?}");
}

#[test]
fn a_weight_of_two_is_a_row_twice() {
    let parts: Vec<Vec<f64>> = (0..3).map(|k| (0..300).map(|row| normal(row, k)).collect()).collect();
    let labels: Vec<bool> = (0..300).map(|row| uniform(row, 7) < sigmoid(parts[0][row])).collect();
    let weights: Vec<f64> = (0..300).map(|row| if row % 3 == 0 { 2.0 } else { 1.0 }).collect();
    let rows: Vec<usize> = (0..300)
        .flat_map(|row| std::iter::repeat_n(row, if row % 3 == 0 { 2 } else { 1 }))
        .collect();
    let twice: Vec<Vec<f64>> = parts
        .iter()
        .map(|part| rows.iter().map(|&row| part[row]).collect())
        .collect();
    let twice_labels: Vec<bool> = rows.iter().map(|&row| labels[row]).collect();
    let (a, b) = (
        stack(&parts, &labels, &weights).unwrap(),
        stack(&twice, &twice_labels, &[]).unwrap(),
    );
    assert!((a.intercept - b.intercept).abs() < 1e-8);
    assert!(a.weights.iter().zip(&b.weights).all(|(a, b)| (a - b).abs() < 1e-8));
}

#[test]
fn what_cannot_be_stacked_is_named() {
    assert_eq!(stack(&[], &[true], &[]), Err(LearnError::NoColumns));
    assert!(matches!(
        stack(&[vec![0.0]], &[true], &[]),
        Err(LearnError::OneClass { .. })
    ));
    assert!(matches!(
        stack(&[vec![0.0, f64::NAN]], &[true, false], &[]),
        Err(LearnError::NotFinite { row: 1, .. })
    ));
    assert!(matches!(
        stack(&[vec![0.0]], &[true, false], &[]),
        Err(LearnError::Mismatch { .. })
    ));
    let none = Stack {
        intercept: 1.0,
        weights: vec![],
    };
    assert_eq!(none.margins(&[], 2), [1.0, 1.0]);
}

fn table(n: usize) -> (Frame, Vec<bool>) {
    let x: Vec<f64> = (0..n)
        .map(|row| if row % 17 == 0 { f64::NAN } else { normal(row, 1) })
        .collect();
    let codes: Vec<u32> = (0..n).map(|row| (mix(row as u64) % 3) as u32).collect();
    let labels = (0..n)
        .map(|row| uniform(row, 5) < sigmoid(-1.0 + if x[row] > 0.5 { 1.5 } else { 0.0 } + f64::from(codes[row])))
        .collect();
    let frame = Frame {
        rows: n,
        columns: vec![
            Feature {
                name: "x".into(),
                data: FeatureData::Number(x),
            },
            Feature {
                name: "c".into(),
                data: FeatureData::Category {
                    codes,
                    levels: ["a", "b", "c"].map(String::from).into(),
                },
            },
        ],
    };
    (frame, labels)
}

fn settings() -> BlendSettings {
    let logistic = |ridge: f64| {
        Method::Logistic(LogisticSettings {
            ridge,
            ..LogisticSettings::default()
        })
    };
    BlendSettings {
        parts: vec![logistic(0.5), logistic(5000.0)],
        folds: 5,
    }
}

#[test]
fn reasons_add_up_and_a_stored_blend_predicts_the_same() {
    let (frame, labels) = table(1200);
    let rows: Vec<u32> = (0..1200).collect();
    let fitted = Method::Blend(settings())
        .fit(&Task::whole(&frame, &labels, &rows, 1))
        .unwrap();
    let margins = fitted.margins(&frame).unwrap();
    let reasons = fitted.contributions(&frame).unwrap();
    for (row, margin) in margins.iter().enumerate() {
        let sum = reasons.base + reasons.row(row).iter().sum::<f64>();
        assert!((sum - margin).abs() <= 1e-9 * (1.0 + margin.abs()));
    }
    let stored: Fitted = serde_json::from_str(&serde_json::to_string(&fitted).unwrap()).unwrap();
    assert_eq!(stored.margins(&frame).unwrap(), margins);
}

#[test]
fn the_order_of_rows_does_not_matter_and_a_fold_is_never_judged_by_itself() {
    let (frame, labels) = table(400);
    let rows: Vec<u32> = (0..400).collect();
    let reversed: Vec<u32> = rows.iter().rev().copied().collect();
    let task = Task::whole(&frame, &labels, &rows, 1);
    let (a, b) = (
        out_of_fold(&task, &settings()).unwrap(),
        out_of_fold(&task.on(&reversed), &settings()).unwrap(),
    );
    assert_eq!(a, b, "judged in an order of their own");
    assert!((a.weights.iter().sum::<f64>() - 400.0).abs() < 1e-9, "equal rows are one with their weight");
    // Labels that nothing predicts: out-of-fold log-odds do not know them.
    let noise: Vec<bool> = (0..400).map(|row| uniform(row, 77) < 0.5).collect();
    let z = out_of_fold(&Task::whole(&frame, &noise, &rows, 1), &settings()).unwrap();
    let auc = holdfast_stats::discrimination::auc(&z.margins[0], &z.labels).unwrap();
    assert!(auc < 0.56, "{auc}");
    assert!(matches!(
        fit(
            &Task::whole(&frame, &labels, &rows, 1),
            &BlendSettings {
                parts: vec![],
                folds: 5
            }
        ),
        Err(LearnError::Setting { .. })
    ));
    let two: Vec<u32> = vec![
        labels.iter().position(|&l| l).unwrap() as u32,
        labels.iter().position(|&l| !l).unwrap() as u32,
    ];
    let fitted = fit(&Task::whole(&frame, &labels, &two, 1), &settings()).unwrap();
    assert!(
        fitted.tried.iter().all(|&weight| weight == 1.0 / fitted.tried.len() as f64),
        "where nothing can be held out, every part counts alike"
    );
}
