//! What must hold to the last digit.

use holdfast_stats::special::sigmoid;

use super::simulated::world;
use crate::additive::model::{AdditiveModel, TermColumns};
use crate::contract::predict::Predict;
use crate::contract::task::Task;
use crate::frame::Frame;

#[test]
fn reasons_add_up_and_count_from_the_mean() {
    let world = world(2_000, 1, 1.0);
    let model = world.fit(&world.settings());
    assert!(
        model
            .terms
            .iter()
            .any(|term| matches!(term.columns, TermColumns::Pair { .. }))
    );
    let rows = world.rows();
    let (margins, reasons) = (
        model.margins(&world.frame, &rows),
        model.contributions(&world.frame, &rows),
    );
    for (row, margin) in margins.iter().enumerate() {
        assert!((reasons.base + reasons.row(row).iter().sum::<f64>() - margin).abs() < 1e-9);
    }
    let mean = margins.iter().sum::<f64>() / margins.len() as f64;
    assert!((mean - reasons.base).abs() < 1e-9, "{mean} {}", reasons.base);
    let expected: f64 = margins.iter().map(|&margin| sigmoid(margin)).sum();
    let churned = world.labels.iter().filter(|&&label| label).count() as f64;
    assert!((expected - churned).abs() < 1e-6 * churned);
    // Every main effect and every line of a pair is centred.
    for term in &model.terms {
        let sum: f64 = term
            .values
            .iter()
            .zip(&term.weights)
            .map(|(value, weight)| value * weight)
            .sum();
        assert!(sum.abs() < 1e-8 * rows.len() as f64);
        if let TermColumns::Pair {
            bins: [lines, columns], ..
        } = term.columns
        {
            for line in 0..lines {
                let cells = line * columns..(line + 1) * columns;
                let sum: f64 = term.values[cells.clone()]
                    .iter()
                    .zip(&term.weights[cells])
                    .map(|(v, w)| v * w)
                    .sum();
                assert!(sum.abs() < 1e-6, "{sum}");
            }
        }
    }
}

#[test]
fn the_order_of_rows_and_the_number_of_threads_change_no_bit() {
    let world = world(1_500, 2, 1.0);
    let settings = world.settings();
    let model = world.fit(&settings);
    let backwards: Vec<u32> = world.rows().into_iter().rev().collect();
    let turned = world.frame.take(&backwards);
    let labels: Vec<bool> = world.labels.iter().rev().copied().collect();
    let rows = world.rows();
    let again = crate::additive::fit::fit(&Task::whole(&turned, &labels, &rows, 3), &settings).unwrap();
    assert_eq!(model, again);
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(model, pool.install(|| world.fit(&settings)));
    }
    assert_ne!(
        model,
        world.fit(&crate::additive::settings::AdditiveSettings { seed: 9, ..settings })
    );
}

fn close(a: &AdditiveModel, b: &AdditiveModel, frame: &Frame, rows: &[u32]) {
    for (x, y) in a.margins(frame, rows).iter().zip(b.margins(frame, rows)) {
        assert!((x - y).abs() < 1e-4, "{x} {y}");
    }
}

#[test]
fn a_weight_of_two_is_the_row_twice() {
    let world = world(1_200, 4, 1.0);
    let rows = world.rows();
    let weights: Vec<f64> = rows.iter().map(|row| if row % 3 == 0 { 2.0 } else { 1.0 }).collect();
    let twice: Vec<u32> = rows
        .iter()
        .flat_map(|&row| vec![row; if row % 3 == 0 { 2 } else { 1 }])
        .collect();
    let task = Task::whole(&world.frame, &world.labels, &rows, 3);
    let weighted = Task {
        weights: &weights,
        ..task
    };
    let settings = world.settings();
    let weighted = crate::additive::fit::fit(&weighted, &settings).unwrap();
    let doubled = crate::additive::fit::fit(&task.on(&twice), &settings).unwrap();
    close(&weighted, &doubled, &world.frame, &rows);
    let plain = crate::additive::fit::fit(&task, &settings).unwrap();
    assert!(plain.intercept != weighted.intercept);
}

#[test]
fn a_stored_model_is_the_same_to_the_bit() {
    let world = world(1_000, 5, 1.0);
    let model = world.fit(&world.settings());
    let stored: AdditiveModel = serde_json::from_str(&serde_json::to_string(&model).unwrap()).unwrap();
    assert_eq!(model, stored);
    let rows = world.rows();
    assert_eq!(model.margins(&world.frame, &rows), stored.margins(&world.frame, &rows));
}
