//! A planted tree is found, pruned to its size and written down.

use holdfast_domain::lang::Bilingual;
use holdfast_stats::calibration::log_loss;

use super::fit::{Impurity, TreeSettings, fit};
use super::tree::{LeftIf, Tree};
use crate::contract::row_key::mix;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, Frame, MISSING};

fn uniform(row: usize, stream: u64) -> f64 {
    mix(mix(row as u64) ^ mix(stream)) as f64 / u64::MAX as f64
}

fn number(name: &str, values: Vec<f64>) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Number(values),
    }
}

fn category(name: &str, codes: Vec<u32>, levels: &[&str]) -> Feature {
    let levels = levels.iter().map(|&l| l.to_owned()).collect();
    Feature {
        name: name.into(),
        data: FeatureData::Category { codes, levels },
    }
}

/// Contract a or c: 70 % below 10 months, else 30 %. Contract b: 5 %, but 50 % where usage is missing. Five columns of noise.
fn planted(n: usize) -> (Frame, Vec<bool>) {
    let contract: Vec<u32> = (0..n).map(|row| (uniform(row, 1) * 3.0) as u32).collect();
    let months: Vec<f64> = (0..n).map(|row| (uniform(row, 2) * 40.0).floor()).collect();
    let usage: Vec<f64> = (0..n)
        .map(|row| {
            if uniform(row, 3) < 0.2 {
                f64::NAN
            } else {
                uniform(row, 4)
            }
        })
        .collect();
    let rate = |row: usize| match contract[row] {
        1 if usage[row].is_nan() => 0.5,
        1 => 0.05,
        _ if months[row] <= 9.0 => 0.7,
        _ => 0.3,
    };
    let labels = (0..n).map(|row| uniform(row, 5) < rate(row)).collect();
    let mut columns = vec![
        category("contract", contract.clone(), &["a", "b", "c"]),
        number("months", months.clone()),
        number("usage", usage.clone()),
    ];
    columns.extend((0..5).map(|k| number(&format!("n{k}"), (0..n).map(|row| uniform(row, 10 + k)).collect())));
    (Frame { rows: n, columns }, labels)
}

fn grown(frame: &Frame, labels: &[bool]) -> Tree {
    let rows: Vec<u32> = (0..frame.rows as u32).collect();
    fit(
        &Task::whole(frame, labels, &rows, 1),
        &TreeSettings::for_rows(frame.rows),
    )
    .unwrap()
}

#[test]
fn the_planted_tree_is_found_and_pruned_to_its_size() {
    let (frame, labels) = planted(6000);
    for impurity in [Impurity::LogLoss, Impurity::Gini] {
        let rows: Vec<u32> = (0..6000).collect();
        let settings = TreeSettings {
            impurity,
            ..TreeSettings::for_rows(6000)
        };
        let tree = fit(&Task::whole(&frame, &labels, &rows, 1), &settings).unwrap();
        assert_eq!(tree.leaf_count(), 4, "{impurity:?}\n{}", tree.text(&[]).en);
        let root = tree.nodes[0].split.as_ref().unwrap();
        assert_eq!(root.column, 0);
        let LeftIf::Levels { left, right } = &root.left_if else {
            panic!()
        };
        assert_eq!((left.as_slice(), right.len()), ([1].as_slice(), 2));
        let contract_b = tree.nodes[root.left].split.as_ref().unwrap();
        assert_eq!((contract_b.column, &contract_b.left_if), (2, &LeftIf::Known));
        let others = tree.nodes[root.right].split.as_ref().unwrap();
        assert_eq!((others.column, &others.left_if), (1, &LeftIf::AtMost(9.0)));
    }
}

#[test]
fn the_text_by_hand() {
    let (frame, labels) = planted(6000);
    let tree = grown(&frame, &labels);
    let names = [("合同", "contract"), ("在网月数", "months"), ("用量", "usage")];
    let text = tree.text(&names.map(|(zh, en)| Bilingual::new(zh, en)));
    let en: Vec<&str> = text.en.lines().collect();
    let begins = [
        "all customers: 6000 customers, ",
        "├─ contract is “b”: ",
        "│  ├─ usage is known: ",
        "│  └─ usage is missing: ",
        "└─ contract is ",
        "   ├─ months ≤ 9: ",
        "   └─ months > 9: ",
    ];
    assert_eq!(en.len(), begins.len(), "{}", text.en);
    assert!(
        en.iter().zip(begins).all(|(line, begin)| line.starts_with(begin)),
        "{}",
        text.en
    );
    assert!(
        text.zh.contains("│  └─ 用量缺失：") && text.zh.contains("├─ 在网月数 ≤ 9："),
        "{}",
        text.zh
    );
    let root = &tree.nodes[0];
    let churned = labels.iter().filter(|&&l| l).count();
    assert_eq!((root.customers, root.churned), (6000.0, churned as f64));
    assert!(
        en[0].contains(&format!("{:.1}% churn", churned as f64 / 60.0)),
        "{}",
        en[0]
    );
    // Children share out their parent's customers.
    for node in &tree.nodes {
        if let Some(split) = &node.split {
            let (l, r) = (&tree.nodes[split.left], &tree.nodes[split.right]);
            assert_eq!(
                (l.customers + r.customers, l.churned + r.churned),
                (node.customers, node.churned)
            );
        }
    }
}

#[test]
fn noise_grows_no_tree() {
    let mut grew = 0;
    for table in 0..30 {
        let n = 400;
        let labels: Vec<bool> = (0..n).map(|row| uniform(row, 500 + table) < 0.3).collect();
        let columns = (0..6).map(|k| {
            number(
                &format!("x{k}"),
                (0..n).map(|row| uniform(row, 900 + table * 9 + k)).collect(),
            )
        });
        let frame = Frame {
            rows: n,
            columns: columns.collect(),
        };
        grew += usize::from(grown(&frame, &labels).leaf_count() > 1);
    }
    assert!(grew <= 2, "{grew} of 30");
}

#[test]
fn a_stored_tree_answers_later_tables() {
    let (frame, labels) = planted(3000);
    let tree = grown(&frame, &labels);
    let stored: Tree = serde_json::from_str(&serde_json::to_string(&tree).unwrap()).unwrap();
    assert_eq!(stored, tree);
    let p = stored.probabilities(&frame).unwrap();
    assert!(p.iter().all(|&p| p > 0.0 && p < 1.0));
    assert!(log_loss(&p, &labels).unwrap() < 0.56);
    let leaves = stored.leaves(&frame).unwrap();
    for (at, node) in tree.nodes.iter().enumerate().filter(|(_, node)| node.split.is_none()) {
        assert_eq!(
            leaves.iter().filter(|&&leaf| leaf as usize == at).count() as f64,
            node.customers
        );
    }
    // A level that was not there and a missing one reach a leaf too.
    let later = Frame {
        rows: 2,
        columns: vec![
            number("usage", vec![f64::NAN, 0.5]),
            category("contract", vec![0, MISSING], &["new"]),
            number("months", vec![3.0, f64::NAN]),
        ]
        .into_iter()
        .chain((0..5).map(|k| number(&format!("n{k}"), vec![0.0; 2])))
        .collect(),
    };
    assert_eq!(stored.leaves(&later).unwrap().len(), 2);
    assert!(matches!(
        stored.leaves(&Frame::default()),
        Err(LearnError::MissingColumn { .. })
    ));
}

#[test]
fn a_weight_of_two_is_a_row_twice_and_order_does_not_matter() {
    let (frame, labels) = planted(1200);
    let rows: Vec<u32> = (0..1200).collect();
    let weights: Vec<f64> = (0..1200).map(|row| if row % 3 == 0 { 2.0 } else { 1.0 }).collect();
    let settings = TreeSettings {
        min_leaf: 20.0,
        ..TreeSettings::for_rows(1200)
    };
    let weighted = Task {
        weights: &weights,
        ..Task::whole(&frame, &labels, &rows, 1)
    };
    let a = fit(&weighted, &settings).unwrap();
    let twice: Vec<u32> = rows
        .iter()
        .flat_map(|&row| std::iter::repeat_n(row, if row % 3 == 0 { 2 } else { 1 }))
        .rev()
        .collect();
    let b = fit(&Task::whole(&frame, &labels, &twice, 1), &settings).unwrap();
    assert!(a.leaf_count() > 2);
    assert_eq!(a, b);
}

#[test]
fn what_cannot_grow_is_answered_or_named() {
    let labels: Vec<bool> = (0..40).map(|i| i % 4 == 0).collect();
    let rows: Vec<u32> = (0..40).collect();
    let frame = Frame {
        rows: 40,
        columns: vec![
            number("missing", vec![f64::NAN; 40]),
            number("constant", vec![1.0; 40]),
            category("none", vec![MISSING; 40], &["a"]),
            number("id", (0..40).map(f64::from).collect()),
        ],
    };
    assert_eq!(grown(&frame, &labels).leaf_count(), 1);
    let task = Task::whole(&frame, &labels, &rows, 1);
    let deep = TreeSettings {
        max_depth: 6,
        ..TreeSettings::for_rows(40)
    };
    assert!(matches!(fit(&task, &deep), Err(LearnError::Setting { .. })));
    let one: Vec<bool> = (0..40).map(|i| i == 0).collect();
    assert!(matches!(
        fit(&Task::whole(&frame, &one, &rows, 1), &TreeSettings::for_rows(40)),
        Err(LearnError::TooFewOfClass { .. })
    ));
}
