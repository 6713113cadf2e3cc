//! What every learner keeps: seed, row order, weights, several horizons, missing and unseen values, storage, named refusals.

use std::process::Command;

use crate::histories::falling_or_rising;
use holdfast_learn::contract::row_key::mix;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::{FeatureData, UNSEEN};
use holdfast_sequence::error::SequenceError;
use holdfast_sequence::fit::fit;
use holdfast_sequence::input::SequenceInput;
use holdfast_sequence::model::SequenceModel;
use holdfast_sequence::settings::SequenceSettings;
use holdfast_sequence::task::SequenceTask;

fn quick() -> SequenceSettings {
    SequenceSettings {
        hidden: 8,
        joined: 4,
        epochs: 4,
        ..SequenceSettings::default()
    }
}

fn task<'a>(input: &'a SequenceInput, labels: &'a [Option<bool>], rows: &'a [u32]) -> SequenceTask<'a> {
    SequenceTask {
        input,
        horizons: labels.len() / input.rows,
        labels,
        weights: &[],
        groups: &[],
        rows,
        seed: 5,
    }
}

fn all(rows: usize) -> Vec<u32> {
    (0..rows as u32).collect()
}

fn known(labels: &[bool]) -> Vec<Option<bool>> {
    labels.iter().copied().map(Some).collect()
}

#[test]
fn the_seed_and_the_rows_decide_and_not_their_order() {
    let (input, labels) = falling_or_rising(500, 2);
    let (labels, rows) = (known(&labels), all(500));
    let first = fit(&task(&input, &labels, &rows), &quick()).unwrap();
    let again = fit(&task(&input, &labels, &rows), &quick()).unwrap();
    assert_eq!(first.to_bytes().unwrap(), again.to_bytes().unwrap());
    let other = SequenceTask {
        seed: 6,
        ..task(&input, &labels, &rows)
    };
    assert_ne!(first.curve, fit(&other, &quick()).unwrap().curve);

    let order: Vec<u32> = rows.iter().map(|r| r * 7 % 500).collect();
    let shuffled = reordered(&input, &order);
    let shuffled_labels: Vec<Option<bool>> = order.iter().map(|&r| labels[r as usize]).collect();
    let moved = fit(&task(&shuffled, &shuffled_labels, &rows), &quick()).unwrap();
    assert_eq!(first.curve, moved.curve);
    // Predictions to the bit as well, wherever a row stands and whatever stands beside it.
    let margins = first.margins(&input, &rows).unwrap();
    let there = moved.margins(&shuffled, &rows).unwrap();
    assert!(
        order
            .iter()
            .zip(there)
            .all(|(&row, margin)| margin == margins[row as usize])
    );
    assert_eq!(first.margins(&input, &[7]).unwrap(), [margins[7]]);
}

#[test]
fn a_stored_model_predicts_to_the_bit() {
    let (input, labels) = falling_or_rising(300, 3);
    let (labels, rows) = (known(&labels), all(300));
    let model = fit(&task(&input, &labels, &rows), &quick()).unwrap();
    let bytes = model.to_bytes().unwrap();
    let read = SequenceModel::from_bytes(&bytes).unwrap();
    assert_eq!(
        read.margins(&input, &rows).unwrap(),
        model.margins(&input, &rows).unwrap()
    );
    assert_eq!(read.to_bytes().unwrap(), bytes);
    assert!(matches!(
        SequenceModel::from_bytes(&bytes[..bytes.len() / 2]),
        Err(SequenceError::Stored(_))
    ));
    assert!(matches!(
        SequenceModel::from_bytes(b"no model"),
        Err(SequenceError::Stored(_))
    ));
}

#[test]
fn what_lies_before_the_customer_is_not_read() {
    let (mut input, labels) = falling_or_rising(300, 4);
    let (labels, rows) = (known(&labels), all(300));
    let model = fit(&task(&input, &labels, &rows), &quick()).unwrap();
    let before = model.margins(&input, &rows).unwrap();
    let size = input.periods * 2;
    let young = (0..300).find(|&row| input.from[row] > 0).unwrap();
    input.values[young * size] = -3.0;
    assert_eq!(model.margins(&input, &rows).unwrap(), before);
    // What lies after does matter.
    input.values[young * size + size - 2] += 9.0;
    let after = model.margins(&input, &rows).unwrap();
    assert_ne!(after[young], before[young]);
}

#[test]
fn hard_values_give_finite_log_odds() {
    let (mut input, labels) = falling_or_rising(300, 6);
    let (labels, rows) = (known(&labels), all(300));
    let size = input.periods * 2;
    // A channel without a value, a huge value, an unseen level.
    input.values.iter_mut().skip(1).step_by(2).for_each(|v| *v = f32::NAN);
    input.values[size - 2] = f32::MAX;
    let model = fit(&task(&input, &labels, &rows), &quick()).unwrap();
    if let FeatureData::Category { codes, .. } = &mut input.statics.columns[0].data {
        codes[3] = UNSEEN;
    }
    assert!(model.margins(&input, &rows).unwrap().iter().all(|m| m.is_finite()));
    assert!(model.margins(&input, &[]).unwrap().is_empty());
}

#[test]
fn horizons_may_be_unknown_and_weights_count() {
    let (input, labels) = falling_or_rising(600, 7);
    let rows = all(600);
    // The second horizon: the opposite, and unknown for a third of the customers.
    let two: Vec<Option<bool>> = (labels.iter().enumerate())
        .flat_map(|(row, &label)| [Some(label), (row % 3 > 0).then_some(!label)])
        .collect();
    let settings = SequenceSettings { epochs: 12, ..quick() };
    let model = fit(&task(&input, &two, &rows), &settings).unwrap();
    let margins = model.margins(&input, &rows).unwrap();
    let opposite = margins.chunks(2).filter(|m| (m[0] > 0.0) != (m[1] > 0.0)).count();
    assert!(opposite > 480, "{opposite} of 600");

    let labels = known(&labels);
    let heavy: Vec<f64> = labels
        .iter()
        .map(|l| if *l == Some(true) { 9.0 } else { 1.0 })
        .collect();
    let weighted = SequenceTask {
        weights: &heavy,
        ..task(&input, &labels, &rows)
    };
    let mean = |task: &SequenceTask| {
        let margins = fit(task, &quick()).unwrap().margins(&input, &rows).unwrap();
        margins.iter().sum::<f64>() / 600.0
    };
    // Nine times the churned: the log-odds rise by ln 9 = 2.2.
    let rise = mean(&weighted) - mean(&task(&input, &labels, &rows));
    assert!((1.2..3.2).contains(&rise), "{rise}");
}

#[test]
fn what_cannot_be_learned_from_is_named() {
    let (input, labels) = falling_or_rising(100, 8);
    let (labels, rows) = (known(&labels), all(100));
    let refuse = |task: SequenceTask| fit(&task, &quick()).unwrap_err();
    let one_class = vec![Some(true); 100];
    assert!(matches!(
        refuse(task(&input, &one_class, &rows)),
        SequenceError::Learn(LearnError::OneClass {
            rows: 100,
            class: "churned"
        })
    ));
    assert!(matches!(
        refuse(task(&input, &labels, &rows[..1])),
        SequenceError::Learn(LearnError::OneClass { rows: 1, .. })
    ));
    assert!(matches!(
        refuse(task(&input, &labels, &rows[..24])),
        SequenceError::Learn(LearnError::TooFewOfClass { needed: 20, .. })
    ));
    assert!(matches!(
        refuse(task(&input, &labels, &[])),
        SequenceError::Learn(LearnError::Empty)
    ));
    let mut infinite = input.clone();
    infinite.values[41] = f32::INFINITY;
    assert!(matches!(
        refuse(task(&infinite, &labels, &rows)),
        SequenceError::NotFinite { channel, row: 2 } if channel == "noise"
    ));
    let mut short = input.clone();
    short.values.pop();
    assert!(matches!(
        refuse(task(&short, &labels, &rows)),
        SequenceError::Size { what: "values", .. }
    ));
    let zero = vec![0.0; 100];
    let weightless = SequenceTask {
        weights: &zero,
        ..task(&input, &labels, &rows)
    };
    assert!(matches!(
        refuse(weightless),
        SequenceError::Learn(LearnError::Weight { row: 0, .. })
    ));
    // One customer cannot be parted.
    let same = vec![1; 100];
    let grouped = SequenceTask {
        groups: &same,
        ..task(&input, &labels, &rows)
    };
    assert!(matches!(refuse(grouped), SequenceError::Learn(LearnError::Empty)));
    let wild = SequenceSettings {
        hold_out: 0.9,
        ..quick()
    };
    assert!(matches!(
        fit(&task(&input, &labels, &rows), &wild),
        Err(SequenceError::Learn(LearnError::Setting { name: "hold_out", .. }))
    ));
    let model = fit(&task(&input, &labels, &rows), &quick()).unwrap();
    let mut renamed = input.clone();
    renamed.channels[0] = "calls".into();
    assert!(matches!(
        model.margins(&renamed, &rows),
        Err(SequenceError::Other { .. })
    ));
    assert!(matches!(
        model.reasons(&input, &rows, 1),
        Err(SequenceError::Other { .. })
    ));
}

/// Set in the processes that the next test starts.
const ASKED: &str = "HOLDFAST_SEQUENCE_FINGERPRINT";

#[test]
fn the_number_of_threads_changes_no_bit() {
    if std::env::var_os(ASKED).is_some() {
        let (input, labels) = falling_or_rising(700, 9);
        let (labels, rows) = (known(&labels), all(700));
        // Wide enough for products on several threads.
        let settings = SequenceSettings {
            hidden: 96,
            batch: 512,
            epochs: 2,
            ..quick()
        };
        let bytes = fit(&task(&input, &labels, &rows), &settings)
            .unwrap()
            .to_bytes()
            .unwrap();
        let print = bytes.iter().fold(0, |hash, &byte| mix(hash ^ u64::from(byte)));
        println!("fingerprint {print:016x}.");
        return;
    }
    let with = |threads: &str| {
        let own = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "contract::the_number_of_threads_changes_no_bit",
                "--nocapture",
            ])
            .env(ASKED, "1")
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        let text = String::from_utf8(own.stdout).unwrap();
        let start = text.find("fingerprint ").unwrap();
        text[start..start + 28].to_owned()
    };
    let one = with("1");
    assert_eq!(one, with("2"));
    assert_eq!(one, with("5"));
}

/// The rows of an input in another order.
fn reordered(input: &SequenceInput, order: &[u32]) -> SequenceInput {
    SequenceInput {
        rows: order.len(),
        periods: input.periods,
        channels: input.channels.clone(),
        values: order.iter().flat_map(|&r| input.row(r as usize).to_vec()).collect(),
        from: order.iter().map(|&r| input.from[r as usize]).collect(),
        statics: input.statics.take(order),
    }
}
