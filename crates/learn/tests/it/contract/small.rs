//! Few rows, few of one class.

use super::methods;
use super::tables::{Table, adds_up, category, number};

#[test]
fn two_rows_of_either_class() {
    let columns = vec![number("x", [1.0, 2.0]), category("c", vec![0, 1], &["a", "b"])];
    let table = Table::new(columns, vec![true, false]);
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        adds_up(&entry, &fitted, &table.frame);
        let margins = fitted.margins(&table.frame).unwrap();
        assert!(
            margins[0] >= margins[1] && margins[0] < 20.0 && margins[1] > -20.0,
            "{:?}: {margins:?}",
            entry.method
        );
    }
    let same = Table::new(vec![number("x", [1.0, 1.0])], vec![true, false]);
    for entry in methods::all() {
        let fitted = same.fit(&entry);
        adds_up(&entry, &fitted, &same.frame);
        let margins = fitted.margins(&same.frame).unwrap();
        assert!(
            margins[0].abs() < 0.5 && margins[0] == margins[1],
            "{:?}: {margins:?}",
            entry.method
        );
    }
}

#[test]
fn one_churned_among_many() {
    let mut table = Table::mixed(150);
    table.labels = (0..150).map(|row| row == 70).collect();
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        adds_up(&entry, &fitted, &table.frame);
        let mean = fitted.probabilities(&table.frame).unwrap().iter().sum::<f64>() / 150.0;
        assert!(mean < 0.1, "{:?}: {mean}", entry.method);
    }
}

#[test]
fn thirty_rows() {
    let table = Table::mixed(30);
    assert!(table.labels.iter().any(|&l| l) && table.labels.iter().any(|&l| !l));
    for entry in methods::all() {
        adds_up(&entry, &table.fit(&entry), &table.frame);
    }
}
