//! Probabilities of every horizon: they never fall, meet the main one, and come true on later customers.

use std::collections::BTreeMap;

use holdfast_app::models::registry::record::RunRecord;
use holdfast_app::simulate::Industry;
use holdfast_domain::day::Day;
use serde_json::Value;

use super::lab::{Lab, SHOP, TELECOM, day, quick};

fn p(row: &Value, name: &str) -> f64 {
    row[name].as_f64().unwrap_or_else(|| panic!("{name}: {row}"))
}

fn never_fall(lab: &Lab, main: &str, beyond: bool) {
    let copy = lab.copy();
    let scored = copy.score(None);
    let scores = copy.scores(scored.as_of, "m0001");
    assert!(scores.len() > 300);
    let mut mean = 0.0;
    for row in scores.values() {
        // In days: 30, 30.4, 60, 60.9, 90, 91.3, 121.8.
        let names = ["p_30d", "p_1p", "p_60d", "p_2p", "p_90d", "p_3p", "p_4p"];
        let known: Vec<f64> = names.iter().filter_map(|name| row[*name].as_f64()).collect();
        assert!(known.len() >= 5, "{row}");
        assert!(known.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{known:?}");
        assert!(known.iter().all(|p| (0.0..=1.0).contains(p)), "{known:?}");
        assert!((p(row, main) - p(row, "p_churn")).abs() < 1e-12, "{row}");
        assert_eq!(row["p_4p"].is_null(), !beyond, "{row}");
        mean += p(row, "p_churn") / scores.len() as f64;
    }
    assert!((mean - scored.expected_share).abs() < 1e-9);
}

#[test]
fn of_a_shop_they_never_fall_and_meet_the_main_one() {
    never_fall(&SHOP.0, "p_90d", true);
}

#[test]
fn of_a_telephone_company_they_never_fall_and_meet_the_main_one() {
    never_fall(&TELECOM.0, "p_90d", true);
}

/// Last purchases and ends of contracts, from the files: the definition counted once more, by nothing of the product.
fn lost_after(lab: &Lab, industry: Industry, from: Day) -> BTreeMap<String, i32> {
    let number = |text: &str| day(&text[..10]).number();
    let mut out = BTreeMap::new();
    if industry == Industry::Telecom {
        let table = lab.table("subscriptions.csv");
        let (id, started, ended) = (table.at("customer_id"), table.at("started_on"), table.at("ended_on"));
        let mut ends: BTreeMap<String, i32> = BTreeMap::new();
        for row in &table.rows {
            if number(&row[started]) < from.number() {
                let end = if row[ended].is_empty() {
                    i32::MAX
                } else {
                    number(&row[ended])
                };
                let last = ends.entry(row[id].clone()).or_insert(end);
                *last = end.max(*last);
            } else if let Some(last) = ends.get_mut(&row[id]) {
                // A new plan on the day on which the old one ends goes on.
                if number(&row[started]) <= *last {
                    *last = if row[ended].is_empty() {
                        i32::MAX
                    } else {
                        number(&row[ended])
                    };
                }
            }
        }
        for (id, end) in ends.into_iter().filter(|(_, end)| *end >= from.number()) {
            out.insert(id, end.saturating_sub(from.number()));
        }
        return out;
    }
    let table = lab.table("events.csv");
    let (id, at, kind) = (table.at("customer_id"), table.at("occurred_at"), table.at("kind"));
    let mut days: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    for row in table.rows.iter().filter(|row| row[kind] == "order") {
        days.entry(row[id].clone()).or_default().push(number(&row[at]));
    }
    for (id, mut days) in days {
        days.sort_unstable();
        let before = days.partition_point(|day| *day < from.number());
        let Some(&last) = before.checked_sub(1).and_then(|at| days.get(at)) else {
            continue;
        };
        if from.number() - last > 90 {
            continue;
        }
        // From the last order on, the first gap of more than 90 days decides.
        let mut reached = last;
        for &next in &days[before..] {
            if next - reached > 90 {
                break;
            }
            reached = next;
        }
        out.insert(id, reached + 90 - from.number());
    }
    out
}

fn come_true(industry: Industry, seed: u64) {
    let lab = Lab::of(industry, 2200, seed);
    lab.refresh();
    // Trained on what was known by then, scored then, judged by what came.
    let as_of = day("2025-09-01");
    let mut options = quick(&["logistic", "boosting"], 6);
    options.when.as_of = Some(as_of);
    let record: RunRecord = lab.train(&options).record;
    lab.score(Some(as_of));
    let scores = lab.scores(as_of, "m0001");
    let lost = lost_after(&lab, industry, as_of);
    let scored: Vec<&String> = scores.keys().collect();
    assert_eq!(scored, lost.keys().collect::<Vec<_>>(), "who is a customer");
    let n = scores.len() as f64;
    for (name, days) in [("p_30d", 30), ("p_60d", 60), ("p_90d", 90), ("p_churn", 90)] {
        let expected: f64 = scores.values().map(|row| p(row, name)).sum();
        let variance: f64 = scores.values().map(|row| p(row, name) * (1.0 - p(row, name))).sum();
        let came = lost.values().filter(|after| **after < days).count() as f64;
        println!(
            "{} {name}: {:.3} expected, {:.3} came",
            industry.name(),
            expected / n,
            came / n
        );
        // Seasons and drift are not the model's to know: a quarter of the rate is allowed beside chance.
        let allowed = 1.96 * variance.sqrt() + 0.25 * expected;
        assert!(
            (expected - came).abs() < allowed,
            "{name}: {expected:.0} expected, {came} came"
        );
    }
    // The record's own check says the same of its last judging day.
    assert!(!record.horizons.is_empty());
    for horizon in &record.horizons {
        let margin = 0.25 * horizon.predicted;
        assert!(
            horizon.predicted > horizon.low - margin && horizon.predicted < horizon.high + margin,
            "{horizon:?}"
        );
        assert!(horizon.auc.unwrap() > 0.55, "{horizon:?}");
    }
    let main = record.horizons.iter().find(|horizon| horizon.days == 90).unwrap();
    let last = &record.by_cutoff.last().unwrap().1;
    assert!((main.predicted - last.mean_probability).abs() < 1e-9);
    assert!((main.observed - last.churned as f64 / last.rows as f64).abs() < 1e-12);
}

#[test]
fn of_a_shop_they_come_true() {
    come_true(Industry::Shop, 51);
}

#[test]
fn of_a_telephone_company_they_come_true() {
    come_true(Industry::Telecom, 52);
}
