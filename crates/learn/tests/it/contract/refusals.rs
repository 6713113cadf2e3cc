//! What cannot be learned from is refused by name.

use holdfast_learn::contract::task::Task;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::{FeatureData, Frame};

use super::methods;
use super::tables::{Table, number};

fn refusal(entry: &methods::Entry, task: &Task) -> LearnError {
    match entry.method.fit(task) {
        Ok(_) => panic!("{:?} learned", entry.method),
        Err(error) => error,
    }
}

#[test]
fn one_class_and_one_row_and_none() {
    let table = Table::mixed(50);
    let rows = table.rows();
    for entry in methods::all() {
        for (label, class) in [(true, "churned"), (false, "retained")] {
            let labels = vec![label; 50];
            let task = Task::whole(&table.frame, &labels, &rows, 1);
            assert_eq!(refusal(&entry, &task), LearnError::OneClass { rows: 50, class });
            assert_eq!(refusal(&entry, &task.on(&[7])), LearnError::OneClass { rows: 1, class });
            assert_eq!(refusal(&entry, &task.on(&[])), LearnError::Empty);
        }
        let none = Frame {
            rows: 50,
            columns: vec![],
        };
        assert_eq!(
            refusal(&entry, &Task::whole(&none, &table.labels, &rows, 1)),
            LearnError::NoColumns
        );
    }
}

#[test]
fn an_infinity_by_column_and_row() {
    let table = Table::mixed(50);
    let rows = table.rows();
    for (value, column, row) in [(f64::INFINITY, 1, 31), (f64::NEG_INFINITY, 0, 4)] {
        let mut spoilt = table.frame.clone();
        if let FeatureData::Number(values) = &mut spoilt.columns[column].data {
            values[row] = value;
        }
        let expected = LearnError::NotFinite {
            column: spoilt.columns[column].name.clone(),
            row,
        };
        for entry in methods::all() {
            assert_eq!(
                refusal(&entry, &Task::whole(&spoilt, &table.labels, &rows, 1)),
                expected
            );
            assert_eq!(table.fit(&entry).margins(&spoilt), Err(expected.clone()));
            assert_eq!(table.fit(&entry).contributions(&spoilt), Err(expected.clone()));
        }
    }
}

#[test]
fn weights_that_are_none() {
    let table = Table::mixed(50);
    let rows = table.rows();
    for value in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let mut weights = vec![1.0; 50];
        weights[9] = value;
        let expected = LearnError::Weight {
            row: 9,
            value: value.to_string(),
        };
        for entry in methods::all() {
            let task = Task {
                weights: &weights,
                ..Task::whole(&table.frame, &table.labels, &rows, 1)
            };
            assert_eq!(refusal(&entry, &task), expected);
        }
    }
}

#[test]
fn lengths_that_do_not_fit() {
    let table = Table::mixed(50);
    let rows = table.rows();
    let short = Table::new(vec![number("x", vec![1.0; 49])], vec![true; 50]);
    for entry in methods::all() {
        let whole = Task::whole(&table.frame, &table.labels, &rows, 1);
        let mismatch = |what, found| LearnError::Mismatch { what, found, rows: 50 };
        assert_eq!(
            refusal(
                &entry,
                &Task {
                    labels: &[true],
                    ..whole
                }
            ),
            mismatch("labels", 1)
        );
        assert_eq!(
            refusal(
                &entry,
                &Task {
                    weights: &[1.0],
                    ..whole
                }
            ),
            mismatch("weights", 1)
        );
        assert_eq!(refusal(&entry, &Task { groups: &[1], ..whole }), mismatch("groups", 1));
        assert_eq!(refusal(&entry, &whole.on(&[50])), mismatch("a row number", 50));
        let task = Task::whole(&short.frame, &short.labels, &rows, 1);
        assert_eq!(refusal(&entry, &task), mismatch("values of a column", 49));
    }
}
