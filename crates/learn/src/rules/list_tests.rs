//! Planted rules are found and nothing else; noise gives none.

use holdfast_domain::lang::Bilingual;

use super::condition::{RuleCondition, Test};
use super::list::{ListSettings, RuleList, find};
use super::measure::measure;
use super::words;
use crate::contract::row_key::mix;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, Frame};

fn uniform(row: usize, stream: u64) -> f64 {
    mix(mix(row as u64) ^ mix(stream)) as f64 / u64::MAX as f64
}

fn number(name: &str, values: Vec<f64>) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Number(values),
    }
}

fn category(name: &str, codes: Vec<u32>, levels: usize) -> Feature {
    let levels = (0..levels).map(|i| format!("l{i}")).collect();
    Feature {
        name: name.into(),
        data: FeatureData::Category { codes, levels },
    }
}

/// Two planted rules in a base rate of 8 %: plan 1 with at most 12 months (65 %), and usage within 30–60 with support missing (55 %); ten columns
/// of noise. `true` in `who` where one of them applies.
fn planted(n: usize) -> (Frame, Vec<bool>, Vec<bool>) {
    let plan: Vec<u32> = (0..n).map(|row| (uniform(row, 1) * 4.0) as u32).collect();
    let months: Vec<f64> = (0..n).map(|row| (uniform(row, 2) * 72.0).floor()).collect();
    let usage: Vec<f64> = (0..n).map(|row| uniform(row, 3) * 100.0).collect();
    let support: Vec<f64> = (0..n)
        .map(|row| {
            if uniform(row, 4) < 0.3 {
                f64::NAN
            } else {
                uniform(row, 5)
            }
        })
        .collect();
    let first = |row: usize| plan[row] == 1 && months[row] <= 12.0;
    let second = |row: usize| usage[row] > 30.0 && usage[row] <= 60.0 && support[row].is_nan();
    let who: Vec<bool> = (0..n).map(|row| first(row) || second(row)).collect();
    let labels = (0..n)
        .map(|row| {
            uniform(row, 6)
                < if first(row) {
                    0.65
                } else if second(row) {
                    0.55
                } else {
                    0.08
                }
        })
        .collect();
    let mut columns = vec![
        category("plan", plan, 4),
        number("months", months),
        number("usage", usage),
        number("support", support),
    ];
    for k in 0..10 {
        let stream = 100 + k;
        columns.push(if k % 2 == 0 {
            number(&format!("n{k}"), (0..n).map(|row| uniform(row, stream)).collect())
        } else {
            category(
                &format!("n{k}"),
                (0..n).map(|row| (uniform(row, stream) * 6.0) as u32).collect(),
                6,
            )
        });
    }
    (Frame { rows: n, columns }, labels, who)
}

#[test]
fn planted_rules_are_found_whole_and_nothing_else() {
    let n = 12_000;
    let (frame, labels, who) = planted(n);
    let (learn, later): (Vec<u32>, Vec<u32>) = (0..n as u32).partition(|row| row % 2 == 0);
    let values: Vec<f64> = (0..n).map(|row| 1.0 + uniform(row, 50)).collect();
    let task = Task::whole(&frame, &labels, &learn, 1);
    let list = find(&task, &later, Some(&values), &ListSettings::default()).unwrap();
    assert!((2..=4).contains(&list.rules.len()), "{:#?}", list.rules);
    assert!(
        list.rules
            .iter()
            .all(|rule| rule.conditions.iter().all(|c| c.column < 4)),
        "{:#?}",
        list.rules
    );
    let has = |column: usize| {
        list.rules
            .iter()
            .any(|rule| rule.conditions.iter().any(|c| c.column == column))
    };
    assert!((0..4).all(has));
    // Precision and recall of the customers picked out, on later data.
    let applies = list.applies(&frame).unwrap();
    let picked = |row: usize| applies.iter().any(|rule| rule[row]);
    let later_rows = || later.iter().map(|&row| row as usize);
    let both = later_rows().filter(|&row| picked(row) && who[row]).count() as f64;
    let precision = both / later_rows().filter(|&row| picked(row)).count() as f64;
    let recall = both / later_rows().filter(|&row| who[row]).count() as f64;
    assert!(precision > 0.85 && recall > 0.9, "{precision} {recall}");
    for rule in &list.rules {
        let v = &rule.validated;
        assert!(rule.holds && rule.q_value >= v.p_value && v.lift() > 1.3);
        assert_eq!(
            *v,
            measure(&frame, &labels, Some(&values), &later, &rule.conditions).unwrap()
        );
        let (value, at_risk) = (v.value.unwrap(), v.value_at_risk.unwrap());
        assert!((at_risk / value - v.confidence()).abs() < 0.05);
        assert!(v.interval.low < v.confidence() && v.confidence() < v.interval.high);
    }
    let stored: RuleList = serde_json::from_str(&serde_json::to_string(&list).unwrap()).unwrap();
    assert_eq!(stored, list);
}

#[test]
fn noise_gives_rules_no_more_often_than_promised() {
    // Forty tables in which nothing predicts; at 5 % false discovery about two of them may show a rule.
    let mut with_rules = 0;
    let mut searched = 0;
    for table in 0..40u64 {
        let n = 600;
        let labels: Vec<bool> = (0..n).map(|row| uniform(row, 1000 + table) < 0.25).collect();
        let columns = (0..8)
            .map(|k| {
                number(
                    &format!("x{k}"),
                    (0..n).map(|row| uniform(row, 2000 + table * 50 + k)).collect(),
                )
            })
            .collect();
        let frame = Frame { rows: n, columns };
        let rows: Vec<u32> = (0..n as u32).collect();
        let settings = ListSettings {
            keep_failed: true,
            ..ListSettings::default()
        };
        let list = find(&Task::whole(&frame, &labels, &rows, table), &[], None, &settings).unwrap();
        searched += list.rules.len();
        with_rules += usize::from(list.rules.iter().any(|rule| rule.holds));
    }
    assert!(searched >= 40, "the search offers rules to be judged: {searched}");
    assert!(with_rules <= 5, "{with_rules} of 40");
}

#[test]
fn the_order_of_rows_does_not_matter_and_a_rule_that_ends_is_dropped() {
    let n = 4000;
    let (frame, labels, _) = planted(n);
    let rows: Vec<u32> = (0..n as u32).collect();
    let reversed: Vec<u32> = rows.iter().rev().copied().collect();
    let task = Task::whole(&frame, &labels, &rows, 1);
    let settings = ListSettings {
        max_rows: 1500,
        ..ListSettings::default()
    };
    let (a, b) = (
        find(&task, &[], None, &settings).unwrap(),
        find(&task.on(&reversed), &[], None, &settings).unwrap(),
    );
    assert_eq!(a, b);
    assert!(!a.rules.is_empty());
    // Later customers churn at random: nothing holds.
    let mut ended = labels.clone();
    let (learn, later) = rows.split_at(2000);
    later
        .iter()
        .for_each(|&row| ended[row as usize] = uniform(row as usize, 9) < 0.15);
    let task = Task::whole(&frame, &ended, learn, 1);
    assert!(
        find(&task, later, None, &ListSettings::default())
            .unwrap()
            .rules
            .is_empty()
    );
    let kept = find(
        &task,
        later,
        None,
        &ListSettings {
            keep_failed: true,
            ..ListSettings::default()
        },
    )
    .unwrap();
    assert!(!kept.rules.is_empty() && kept.rules.iter().all(|rule| !rule.holds));
}

#[test]
fn rules_that_say_the_same_are_one_and_conditions_that_say_nothing_are_left_out() {
    let n = 3000;
    let x: Vec<f64> = (0..n).map(|row| uniform(row, 1) * 10.0).collect();
    let labels: Vec<bool> = (0..n)
        .map(|row| uniform(row, 2) < if x[row] > 8.0 { 0.6 } else { 0.1 })
        .collect();
    // The same in another unit, and nearly the same.
    let near = (0..n).map(|row| x[row] + 0.2 * uniform(row, 3)).collect();
    let twice = x.iter().map(|x| 2.0 * x).collect();
    let frame = Frame {
        rows: n,
        columns: vec![number("x", x), number("twice", twice), number("near", near)],
    };
    let rows: Vec<u32> = (0..n as u32).collect();
    let list = find(
        &Task::whole(&frame, &labels, &rows, 1),
        &[],
        None,
        &ListSettings::default(),
    )
    .unwrap();
    assert_eq!(list.rules.len(), 1, "{:#?}", list.rules);
    assert_eq!(list.rules[0].conditions.len(), 1);
    assert!(!list.rules[0].same.is_empty());
}

#[test]
fn measures_by_hand() {
    let frame = Frame {
        rows: 5,
        columns: vec![number("x", vec![1.0, 2.0, 3.0, 4.0, f64::NAN])],
    };
    let labels = [false, true, true, true, false];
    let rule = [RuleCondition {
        column: 0,
        test: Test::Above(2.0),
    }];
    let m = measure(
        &frame,
        &labels,
        Some(&[1.0, 2.0, 4.0, 8.0, 16.0]),
        &[0, 1, 2, 3, 4],
        &rule,
    )
    .unwrap();
    assert_eq!((m.customers, m.churned, m.all_customers, m.all_churned), (2, 2, 5, 3));
    assert_eq!((m.support(), m.confidence(), m.lift()), (0.4, 1.0, 1.0 / 0.6));
    assert!((m.wracc() - 0.16).abs() < 1e-15 && (m.recall() - 2.0 / 3.0).abs() < 1e-15);
    // C(3,2)/C(5,2).
    assert!((m.p_value - 0.3).abs() < 1e-12);
    assert_eq!((m.value, m.value_at_risk), (Some(12.0), Some(12.0)));
}

#[test]
fn words_by_hand() {
    let (frame, _, _) = planted(40);
    let schema = crate::contract::schema::Schema::of(&frame);
    let labels = [("套餐", "plan"), ("在网月数", "months")].map(|(zh, en)| Bilingual::new(zh, en));
    let rule = [
        RuleCondition {
            column: 0,
            test: Test::Level(1),
        },
        RuleCondition {
            column: 1,
            test: Test::AtMost(12.0),
        },
        RuleCondition {
            column: 1,
            test: Test::Above(2.5),
        },
        RuleCondition {
            column: 3,
            test: Test::Missing,
        },
    ];
    let text = words::conditions(&rule, &schema, &labels);
    assert_eq!(text.zh, "套餐为“l1”，且2.5 < 在网月数 ≤ 12，且support缺失");
    assert_eq!(text.en, "plan is “l1” and 2.5 < months ≤ 12 and support is missing");
    let numbers = [0.0, 12.0, -0.333_333_33, 1_234_567.8, 0.000_012_3, 1e300].map(words::number);
    assert_eq!(
        numbers,
        ["0", "12", "-0.333333", "1234568", "1.23000e-5", "1.00000e300"]
    );
}

#[test]
fn tables_without_rules_and_wrong_settings_are_answered() {
    let frame = Frame {
        rows: 30,
        columns: vec![number("x", vec![f64::NAN; 30]), number("y", vec![1.0; 30])],
    };
    let labels: Vec<bool> = (0..30).map(|i| i % 3 == 0).collect();
    let rows: Vec<u32> = (0..30).collect();
    let task = Task::whole(&frame, &labels, &rows, 1);
    assert!(
        find(&task, &[], None, &ListSettings::default())
            .unwrap()
            .rules
            .is_empty()
    );
    let wrong = ListSettings {
        max_conditions: 0,
        ..ListSettings::default()
    };
    assert!(matches!(
        find(&task, &[], None, &wrong),
        Err(LearnError::Setting { .. })
    ));
    assert!(matches!(
        find(&task, &[], Some(&[1.0]), &ListSettings::default()),
        Err(LearnError::Mismatch { .. })
    ));
    assert!(matches!(
        find(&task, &[40], None, &ListSettings::default()),
        Err(LearnError::Mismatch { .. })
    ));
    let one = vec![true; 30];
    assert!(matches!(
        find(
            &Task::whole(&frame, &one, &rows, 1),
            &[],
            None,
            &ListSettings::default()
        ),
        Err(LearnError::OneClass { .. })
    ));
}
