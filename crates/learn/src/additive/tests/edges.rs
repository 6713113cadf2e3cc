//! Tables at the edge of what can be learned from.

use super::simulated::{World, category, number, world};
use crate::additive::bins::ColumnBins;
use crate::additive::model::TermColumns;
use crate::contract::method::Method;
use crate::contract::predict::Predict;
use crate::contract::task::Task;
use crate::frame::{FeatureData, Frame, MISSING, UNSEEN};

fn finite(world: &World) -> crate::additive::model::AdditiveModel {
    let model = world.fit(&world.settings());
    let margins = model.margins(&world.frame, &world.rows());
    assert!(margins.iter().all(|margin| margin.is_finite()));
    assert!(
        model
            .terms
            .iter()
            .all(|term| term.half_widths.iter().all(|half| half.is_finite() && *half >= 0.0))
    );
    model
}

fn small(columns: Vec<crate::frame::Feature>, labels: Vec<bool>) -> World {
    let rows = labels.len();
    World {
        frame: Frame { columns, rows },
        margins: vec![0.0; rows],
        labels,
    }
}

#[test]
fn one_row_of_each_class_gives_the_churn_rate() {
    let model = finite(&small(vec![number("a", vec![1.0, 2.0])], vec![true, false]));
    assert_eq!(model.intercept, 0.0);
    let model = finite(&small(vec![number("a", vec![1.0, 2.0, 3.0])], vec![true, false, false]));
    assert!(
        (model.margins(&small(vec![number("a", vec![9.0])], vec![true]).frame, &[0])[0] - 0.5f64.ln()).abs() < 1e-9
    );
}

#[test]
fn columns_that_say_nothing_have_no_term() {
    let mut world = world(400, 21, 0.0);
    world.frame.columns.push(number("constant", vec![7.0; 400]));
    world.frame.columns.push(number("nothing", vec![f64::NAN; 400]));
    world.frame.columns.push(category("no level", vec![MISSING; 400], 0));
    world.frame.columns.push(category("id", (0..400).collect(), 400));
    let model = finite(&world);
    for column in 4..8 {
        assert!(model.bins[column].is_none());
        assert!(!model.terms.iter().any(|term| term.columns.touches(column)));
    }
    let alone = small(
        vec![number("constant", vec![7.0; 10])],
        (0..10).map(|row| row < 3).collect(),
    );
    let model = finite(&alone);
    assert!((model.intercept - (0.3f64 / 0.7).ln()).abs() < 1e-9 && model.terms.is_empty());
}

#[test]
fn huge_values_ties_and_one_column_are_learned_from() {
    let values: Vec<f64> = (0..600)
        .map(|row| {
            if row % 2 == 0 {
                1e300
            } else {
                f64::from(row % 3) * -1e300
            }
        })
        .collect();
    let model = finite(&small(
        vec![number("huge", values)],
        (0..600).map(|row| row % 2 == 0 || row % 11 == 0).collect(),
    ));
    let Some(ColumnBins::Number { cuts }) = &model.bins[0] else {
        panic!("a number")
    };
    assert_eq!(cuts.len(), 3);
}

#[test]
fn a_table_with_few_different_rows_is_learned_from() {
    // 40 % of level 0 and 10 % of level 1 churned.
    let labels: Vec<bool> = (0..400)
        .map(|row| if row % 2 == 0 { row % 10 < 4 } else { row % 20 < 2 })
        .collect();
    let churned = |level: usize| labels.iter().skip(level).step_by(2).filter(|&&label| label).count() as f64 / 200.0;
    let rates = [churned(0), churned(1)];
    let model = finite(&small(
        vec![category("level", (0..400).map(|row| row % 2).collect(), 2)],
        labels,
    ));
    assert_eq!(model.terms.len(), 1);
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let found = model.terms[0].values[1] - model.terms[0].values[2];
    assert!(
        (found - (logit(rates[0]) - logit(rates[1]))).abs() < 0.3,
        "{found} {rates:?}"
    );
}

#[test]
fn weights_of_any_size_are_weights() {
    let world = world(600, 22, 0.0);
    let rows = world.rows();
    for size in [1e-200, 1e200] {
        let weights = vec![size; 600];
        let task = Task {
            weights: &weights,
            ..Task::whole(&world.frame, &world.labels, &rows, 3)
        };
        let mut settings = world.settings();
        (settings.lambda, settings.min_hessian, settings.rare_below) = (size, 2.0 * size, 10.0 * size);
        let model = crate::additive::fit::fit(&task, &settings).unwrap();
        assert!(model.terms.len() >= 2 && model.intercept.is_finite(), "{size}");
    }
}

#[test]
fn what_was_never_seen_adds_nothing() {
    let mut world = world(1_000, 23, 0.0);
    if let FeatureData::Category { codes, .. } = &mut world.frame.columns[2].data {
        codes
            .iter_mut()
            .filter(|code| **code == MISSING)
            .for_each(|code| *code = 0);
    }
    let model = finite(&world);
    assert!(
        model
            .terms
            .iter()
            .any(|term| term.columns == TermColumns::Main { column: 2 })
    );
    let mut asked = world.frame.take(&[0, 0, 0]);
    if let FeatureData::Category { codes, .. } = &mut asked.columns[2].data {
        (codes[0], codes[1], codes[2]) = (UNSEEN, MISSING, 99);
    }
    let reasons = model.contributions(&asked, &[0, 1, 2]);
    for row in 0..3 {
        assert_eq!(reasons.row(row)[2], 0.0);
    }
}

#[test]
fn a_later_table_is_read_by_name() {
    let world = world(500, 24, 0.0);
    let rows = world.rows();
    let method = Method::Additive(world.settings());
    let fitted = method.fit(&Task::whole(&world.frame, &world.labels, &rows, 3)).unwrap();
    let mut turned = world.frame.clone();
    turned.columns.reverse();
    assert_eq!(fitted.margins(&world.frame).unwrap(), fitted.margins(&turned).unwrap());
    assert!(
        fitted
            .probabilities(&world.frame)
            .unwrap()
            .iter()
            .all(|p| *p > 0.0 && *p < 1.0)
    );
}

#[test]
fn customers_stay_together() {
    let world = world(600, 25, 0.0);
    let rows: Vec<u32> = world.rows();
    // Every row twice, the copies being the same customer: the result is that of weights of two.
    let twice: Vec<u32> = rows.iter().chain(&rows).copied().collect();
    let frame = world.frame.take(&twice);
    let labels: Vec<bool> = twice.iter().map(|&row| world.labels[row as usize]).collect();
    let all: Vec<u32> = (0..1_200).collect();
    let task = Task {
        groups: &twice,
        ..Task::whole(&frame, &labels, &all, 3)
    };
    let weights = vec![2.0; 600];
    let once = Task {
        groups: &rows,
        weights: &weights,
        ..Task::whole(&world.frame, &world.labels, &rows, 3)
    };
    let settings = world.settings();
    let (a, b) = (
        crate::additive::fit::fit(&task, &settings).unwrap(),
        crate::additive::fit::fit(&once, &settings).unwrap(),
    );
    for (x, y) in a
        .margins(&world.frame, &rows)
        .iter()
        .zip(b.margins(&world.frame, &rows))
    {
        assert!((x - y).abs() < 1e-4, "{x} {y}");
    }
}
