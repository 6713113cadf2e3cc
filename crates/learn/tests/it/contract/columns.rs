//! Columns as real tables have them, when learning and later.

use holdfast_learn::contract::predict::Predict as _;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::{FeatureData, Frame, MISSING};

use super::methods;
use super::tables::{Table, adds_up, category, chance, number};

#[test]
fn a_level_that_was_never_seen_is_survived() {
    let table = Table::mixed(240);
    let mut later = Table::mixed(60).frame;
    later.columns[3] = category(
        "plan",
        (0..60).map(|row| row % 6).collect(),
        &["new", "a", "b", "c", "d", "newer"],
    );
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        adds_up(&entry, &fitted, &later);
        // Two unknown levels are the same to the model.
        let mut other = later.clone();
        if let FeatureData::Category { codes, .. } = &mut other.columns[3].data {
            codes.iter_mut().filter(|code| **code == 5).for_each(|code| *code = 0);
        }
        assert_eq!(fitted.margins(&other), fitted.margins(&later), "{:?}", entry.method);
    }
}

#[test]
fn levels_and_columns_are_known_by_name() {
    let table = Table::mixed(240);
    let mut other = table.frame.clone();
    if let FeatureData::Category { codes, levels } = &mut other.columns[3].data {
        levels.reverse();
        codes
            .iter_mut()
            .filter(|code| **code != MISSING)
            .for_each(|code| *code = 3 - *code);
    }
    other.columns.reverse();
    other.columns.push(number("more", vec![1.0; 240]));
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        assert_eq!(
            fitted.margins(&other),
            fitted.margins(&table.frame),
            "{:?}",
            entry.method
        );
        assert_eq!(
            fitted.contributions(&other),
            fitted.contributions(&table.frame),
            "{:?}",
            entry.method
        );
        let mut without = other.clone();
        without.columns.retain(|feature| feature.name != "calls");
        let missing = LearnError::MissingColumn { column: "calls".into() };
        assert_eq!(fitted.margins(&without), Err(missing));
    }
}

#[test]
fn columns_behind_those_of_the_model_change_no_answer_and_no_reason() {
    let table = Table::mixed(240);
    let wider = table
        .clone()
        .with(number("told", (0..240).map(f64::from)))
        .with(category("beside", vec![0; 240], &["x"]));
    let rows: Vec<u32> = (0..240).rev().collect();
    for entry in methods::all() {
        let model = table.fit(&entry).model;
        let name = format!("{:?}", entry.method);
        assert_eq!(
            model.margins(&wider.frame, &rows),
            model.margins(&table.frame, &rows),
            "{name}"
        );
        let (wide, own) = (
            model.contributions(&wider.frame, &rows),
            model.contributions(&table.frame, &rows),
        );
        assert_eq!(wide.base, own.base, "{name}");
        for row in 0..rows.len() {
            // A model may say nothing of columns behind, or that they say nothing.
            let (read, behind) = wide.row(row).split_at(4);
            assert_eq!(read, &own.row(row)[..4], "{name}, row {row}");
            assert!(behind.iter().all(|&value| value == 0.0), "{name}, row {row}");
        }
    }
}

#[test]
fn empty_and_constant_columns_do_no_harm_and_are_no_reason() {
    let table = Table::mixed(240)
        .with(number("empty", vec![f64::NAN; 240]))
        .with(number("constant", vec![7.0; 240]))
        .with(category("none", vec![MISSING; 240], &[]))
        .with(category("same", vec![0; 240], &["only"]));
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        adds_up(&entry, &fitted, &table.frame);
        let reasons = fitted.contributions(&table.frame).unwrap();
        for row in 0..240 {
            for column in 4..8 {
                let value = reasons.row(row)[column];
                assert!(value.abs() < 1e-6, "{:?}, column {column}: {value}", entry.method);
            }
        }
        // Later they have other values.
        let mut later = table.frame.clone();
        later.columns[4] = number("empty", (0..240).map(f64::from));
        later.columns[5] = number(
            "constant",
            (0..240).map(|row| if row % 2 == 0 { f64::NAN } else { 1e9 }),
        );
        later.columns[6] = category("none", vec![0; 240], &["some"]);
        adds_up(&entry, &fitted, &later);
    }
}

#[test]
fn nothing_known_is_the_base_rate() {
    let labels: Vec<bool> = (0..120).map(|row| row % 4 == 0).collect();
    let columns = vec![
        number("a", vec![f64::NAN; 120]),
        category("b", vec![MISSING; 120], &["x"]),
    ];
    let table = Table::new(columns, labels);
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        adds_up(&entry, &fitted, &table.frame);
        let found = fitted.probabilities(&table.frame).unwrap()[0];
        assert!((found - 0.25).abs() < 0.03, "{:?}: {found}", entry.method);
    }
}

#[test]
fn one_column_is_enough() {
    let mut table = Table::mixed(240);
    table.frame.columns.truncate(1);
    for entry in methods::all() {
        adds_up(&entry, &table.fit(&entry), &table.frame);
    }
    let mut table = Table::mixed(240);
    table.frame.columns.drain(..3);
    for entry in methods::all() {
        adds_up(&entry, &table.fit(&entry), &table.frame);
    }
}

#[test]
fn a_wide_table_of_few_rows_is_learned() {
    let mut table = Table::mixed(60);
    for column in 0..396 {
        table = table.with(number(
            &format!("noise{column}"),
            (0..60).map(|row| chance(row, 1000 + column)),
        ));
    }
    let few = table.frame.take(&[0, 1, 2]);
    for entry in methods::all() {
        adds_up(&entry, &table.fit(&entry), &few);
    }
}

#[test]
fn values_of_any_size_are_numbers() {
    let mut table = Table::mixed(240);
    let sizes = [1e300, 1e-300, 1e15];
    for (feature, size) in table.frame.columns.iter_mut().zip(sizes) {
        if let FeatureData::Number(values) = &mut feature.data {
            values.iter_mut().for_each(|value| *value *= size);
        }
    }
    // One absurd value among plain ones.
    if let FeatureData::Number(values) = &mut table.frame.columns[2].data {
        values[17] = -1e200;
    }
    for entry in methods::all() {
        adds_up(&entry, &table.fit(&entry), &table.frame);
    }
}

#[test]
fn an_id_and_a_column_that_tells_all_are_survived() {
    let mut table = Table::mixed(200);
    let leak: Vec<f64> = table.labels.iter().map(|&label| f64::from(u8::from(label))).collect();
    let ids: Vec<String> = (0..200).map(|row| format!("id{row}")).collect();
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    table = table
        .with(category("id", (0..200).collect(), &names))
        .with(number("leak", leak));
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        adds_up(&entry, &fitted, &table.frame);
        let found = fitted.probabilities(&table.frame).unwrap();
        let right = found
            .iter()
            .zip(&table.labels)
            .filter(|(p, label)| (**p > 0.5) == **label)
            .count();
        assert!(right >= 190, "{:?}: {right}", entry.method);
    }
}

#[test]
fn no_rows_give_no_predictions() {
    let table = Table::mixed(120);
    let none = Frame {
        rows: 0,
        columns: table.frame.take(&[]).columns,
    };
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        assert_eq!(fitted.margins(&none), Ok(vec![]), "{:?}", entry.method);
        assert!(fitted.contributions(&none).unwrap().values.is_empty());
    }
}
