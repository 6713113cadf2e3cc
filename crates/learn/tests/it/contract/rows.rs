//! The same customers give the same model, whatever their order, their copies and the number of threads.

use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::predict::Predict;
use holdfast_learn::contract::task::Task;

use super::methods;
use super::tables::{Table, adds_up, chance, near};

fn shuffled(rows: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..rows as u32).collect();
    order.sort_by_key(|&row| (chance(row as usize, 77) * 1e15) as u64);
    order
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let table = Table::mixed(240);
    let order = shuffled(240);
    let other = table.take(&order);
    for entry in methods::all() {
        let first = table.fit(&entry).margins(&table.frame).unwrap();
        let second = other.fit(&entry).margins(&table.frame).unwrap();
        near(&entry, &second, &first);
    }
}

#[test]
fn a_prediction_depends_on_its_row_alone() {
    let table = Table::mixed(240);
    let order = shuffled(240);
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        let all = table.rows();
        let (margins, reasons) = (
            fitted.model.margins(&table.frame, &all),
            fitted.model.contributions(&table.frame, &all),
        );
        let other = fitted.model.margins(&table.frame, &order);
        let some = fitted.model.contributions(&table.frame, &order[..7]);
        for (place, &row) in order.iter().enumerate() {
            assert_eq!(
                other[place].to_bits(),
                margins[row as usize].to_bits(),
                "{:?}",
                entry.method
            );
            assert_eq!(
                fitted.model.margins(&table.frame, &[row])[0].to_bits(),
                margins[row as usize].to_bits()
            );
            if place < 7 {
                assert_eq!(some.row(place), reasons.row(row as usize), "{:?}", entry.method);
            }
        }
    }
}

#[test]
fn a_row_twice_is_a_row_of_weight_two() {
    let table = Table::mixed(240);
    let twice: Vec<u32> = (0..240).chain([3, 50, 51, 199]).collect();
    let repeated = table.take(&twice);
    let mut weights = vec![1.0; 240];
    [3, 50, 51, 199].iter().for_each(|&row: &usize| weights[row] = 2.0);
    let rows = table.rows();
    for entry in methods::all() {
        let task = Task {
            weights: &weights,
            ..Task::whole(&table.frame, &table.labels, &rows, 5)
        };
        let weighted = entry.method.fit(&task).unwrap().margins(&table.frame).unwrap();
        let found = repeated.fit(&entry).margins(&table.frame).unwrap();
        near(&entry, &found, &weighted);
        assert_ne!(
            weighted,
            table.margins(&entry),
            "{:?}: the weights are read",
            entry.method
        );
    }
}

#[test]
fn weights_below_one_still_learn() {
    let table = Table::mixed(240);
    let rows = table.rows();
    let weights: Vec<f64> = (0..240).map(|i| 0.2 + 0.6 * chance(i, 8)).collect();
    for entry in methods::all() {
        let task = Task {
            weights: &weights,
            ..Task::whole(&table.frame, &table.labels, &rows, 5)
        };
        let margins = entry.method.fit(&task).unwrap().margins(&table.frame).unwrap();
        assert!(auc(&margins, &table.labels) > 0.7, "{:?}", entry.method);
    }
}

#[test]
fn the_seed_decides_all_and_threads_decide_nothing() {
    let table = Table::mixed(240);
    let stored = |threads: usize, entry: &methods::Entry| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let fitted = table.fit(entry);
            let reasons = fitted.contributions(&table.frame).unwrap();
            (serde_json::to_string(&fitted).unwrap(), reasons)
        })
    };
    for entry in methods::all() {
        let one = stored(1, &entry);
        assert!(one == stored(2, &entry), "{:?}", entry.method);
        assert!(one == stored(3, &entry), "{:?}", entry.method);
    }
}

#[test]
fn a_stored_model_predicts_and_explains_to_the_bit() {
    let table = Table::mixed(240);
    let later = Table::mixed(300);
    for entry in methods::all() {
        let fitted = table.fit(&entry);
        let back: Fitted = serde_json::from_str(&serde_json::to_string(&fitted).unwrap()).unwrap();
        assert_eq!(back.schema, fitted.schema);
        assert_eq!(
            back.margins(&later.frame),
            fitted.margins(&later.frame),
            "{:?}",
            entry.method
        );
        assert_eq!(
            back.contributions(&table.frame),
            fitted.contributions(&table.frame),
            "{:?}",
            entry.method
        );
        let method: holdfast_learn::contract::method::Method =
            serde_json::from_str(&serde_json::to_string(&entry.method).unwrap()).unwrap();
        assert_eq!(method, entry.method);
    }
}

#[test]
fn reasons_add_up() {
    let table = Table::mixed(240);
    let later = Table::mixed(260);
    for entry in methods::all() {
        adds_up(&entry, &table.fit(&entry), &later.frame);
    }
}

#[test]
fn rows_of_one_customer_are_one_customer() {
    let table = Table::mixed(240);
    let rows = table.rows();
    let groups: Vec<u32> = (0..240).map(|row| row / 3).collect();
    for entry in methods::all() {
        let task = Task {
            groups: &groups,
            ..Task::whole(&table.frame, &table.labels, &rows, 5)
        };
        adds_up(&entry, &entry.method.fit(&task).unwrap(), &table.frame);
    }
}

#[test]
fn only_the_rows_given_are_learned_from() {
    let table = Table::mixed(240);
    let rows: Vec<u32> = (0..160).collect();
    let mut spoilt = table.clone();
    for row in 160..240 {
        spoilt.labels[row] = !spoilt.labels[row];
        if let holdfast_learn::frame::FeatureData::Number(values) = &mut spoilt.frame.columns[0].data {
            values[row] = 1e6;
        }
    }
    for entry in methods::all() {
        let fit = |table: &Table| {
            entry
                .method
                .fit(&Task::whole(&table.frame, &table.labels, &rows, 5))
                .unwrap()
        };
        let (clean, spoilt) = (fit(&table), fit(&spoilt));
        assert_eq!(
            clean.margins(&table.frame),
            spoilt.margins(&table.frame),
            "{:?}",
            entry.method
        );
    }
}

#[test]
fn new_customers_are_put_in_order_and_the_level_is_right() {
    let table = Table::mixed(1200);
    let learn: Vec<u32> = (0..800).collect();
    let held: Vec<u32> = (800..1200).collect();
    let later = table.take(&held);
    for entry in methods::all() {
        let fitted = entry
            .method
            .fit(&Task::whole(&table.frame, &table.labels, &learn, 5))
            .unwrap();
        let margins = fitted.margins(&later.frame).unwrap();
        assert!(
            auc(&margins, &later.labels) > 0.75,
            "{:?}: {}",
            entry.method,
            auc(&margins, &later.labels)
        );
        let mean = fitted.probabilities(&later.frame).unwrap().iter().sum::<f64>() / 400.0;
        let rate = later.labels.iter().filter(|&&label| label).count() as f64 / 400.0;
        assert!((mean - rate).abs() < 0.07, "{:?}: {mean} and {rate}", entry.method);
    }
}

#[test]
fn few_distinct_rows_are_learned_as_they_are() {
    // One column of two values, with 20 % and 60 % churn: draws by what rows say must not tear the table apart.
    let level: Vec<f64> = (0..1000).map(|i| f64::from(i % 2)).collect();
    let labels: Vec<bool> = (0..1000)
        .map(|i| if i % 2 == 0 { (i / 2) % 5 == 0 } else { (i / 2) % 5 < 3 })
        .collect();
    let table = Table::new(vec![super::tables::number("x", level)], labels);
    for entry in methods::all() {
        let found = table.fit(&entry).probabilities(&table.frame).unwrap();
        assert!(
            (found[0] - 0.2).abs() < 0.04 && (found[1] - 0.6).abs() < 0.04,
            "{:?}: {} {}",
            entry.method,
            found[0],
            found[1]
        );
    }
}

/// Share of pairs of a churned and a retained customer in the right order.
fn auc(margins: &[f64], labels: &[bool]) -> f64 {
    let (mut right, mut all) = (0.0, 0.0);
    for (a, _) in margins.iter().zip(labels).filter(|(_, l)| **l) {
        for (b, _) in margins.iter().zip(labels).filter(|(_, l)| !**l) {
            all += 1.0;
            right += if a > b {
                1.0
            } else if a == b {
                0.5
            } else {
                0.0
            };
        }
    }
    right / all
}
