//! What comes after the cut changes nothing: deleted, altered or invented later rows leave every figure and every score as they are.

use std::collections::BTreeMap;
use std::fs;

use holdfast_app::models::registry::record::RunRecord;
use holdfast_app::models::training::origins::Scheme;
use holdfast_app::models::training::run::Trained;
use holdfast_app::simulate::Industry;
use holdfast_domain::day::Day;
use serde_json::Value;

use super::lab::{Csv, Lab, SHOP, TELECOM, day, quick};

/// The day that is looked back from.
const CUT: &str = "2025-10-01";

/// A company whose customers stand in the order in which they came, so that those before the cut have the same keys with and without the rest.
fn ordered(industry: Industry, customers: u64, seed: u64) -> Lab {
    let lab = Lab::of(industry, customers, seed);
    lab.rows("customers.csv", |table| {
        let at = table.at("joined_on");
        table.rows.sort_by(|a, b| a[at].cmp(&b[at]));
    });
    lab
}

/// Deletes every row at or after the cut, and of the others what became known later.
fn truncate(lab: &Lab) {
    let before = |text: &str| text < CUT;
    let unless_later = |text: &str| if before(text) { text.to_owned() } else { String::new() };
    lab.rows("customers.csv", |table| table.keep("joined_on", before));
    lab.rows("events.csv", |table| table.keep("occurred_at", before));
    lab.rows("interactions.csv", |table| {
        table.keep("opened_at", before);
        // An answer and a mark that came later.
        let (resolved, mark) = (table.at("resolved_at"), table.at("satisfaction"));
        for row in &mut table.rows {
            if row[resolved].as_str() >= CUT {
                row[resolved].clear();
                row[mark].clear();
            }
        }
    });
    if lab.path().join("subscriptions.csv").is_file() {
        lab.rows("subscriptions.csv", |table| {
            table.keep("started_on", before);
            let (ended, why) = (table.at("ended_on"), table.at("end_reason"));
            for row in &mut table.rows {
                row[ended] = unless_later(&row[ended]);
                if row[ended].is_empty() {
                    row[why].clear();
                }
            }
        });
    }
}

/// The record without what names the lake's commits.
fn figures(trained: &Trained) -> Value {
    let mut value = serde_json::to_value(&trained.record).unwrap();
    let fields = value.as_object_mut().unwrap();
    fields.remove("data");
    value
}

/// Where two records first differ, for a message that can be read.
fn first_difference(a: &Value, b: &Value, path: &str) -> Option<String> {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.keys().chain(b.keys()).find_map(|key| match (a.get(key), b.get(key)) {
                (Some(a), Some(b)) => first_difference(a, b, &format!("{path}/{key}")),
                (a, b) => Some(format!("{path}/{key}: {a:?} and {b:?}")),
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(at, (a, b))| first_difference(a, b, &format!("{path}/{at}"))),
        _ => (a != b).then(|| format!("{path}: {a} and {b}")),
    }
}

fn same_scores(a: &BTreeMap<String, Value>, b: &BTreeMap<String, Value>, what: &str) {
    assert!(a.len() > 300, "{what}: {}", a.len());
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "{what}");
    for (customer, row) in a {
        if let Some(place) = first_difference(row, &b[customer], customer) {
            panic!("{what}: {place}");
        }
    }
}

fn truncation_changes_nothing(industry: Industry, customers: u64, seed: u64) -> (Lab, Day) {
    let cut = day(CUT);
    let whole = ordered(industry, customers, seed);
    let past = whole.copy();
    truncate(&past);
    whole.refresh();
    past.refresh();
    let mut options = quick(&["logistic", "boosting"], 4);
    options.when.as_of = Some(cut);
    let from_whole = whole.train(&options);
    let from_past = past.train(&options);
    assert_eq!(from_whole.record.scheme, Scheme::RollingOrigin);
    if let Some(place) = first_difference(&figures(&from_whole), &figures(&from_past), "run.json") {
        panic!("{place}");
    }
    let bytes = |lab: &Lab| fs::read(lab.path().join("models/m0001/model.json")).unwrap();
    assert!(bytes(&whole) == bytes(&past), "the models differ");
    whole.score(Some(cut));
    past.score(Some(cut));
    same_scores(
        &whole.scores(cut, "m0001"),
        &past.scores(cut, "m0001"),
        "deleted later rows",
    );
    (whole, cut)
}

#[test]
fn later_rows_of_a_shop_change_no_figure_and_no_score() {
    let (whole, cut) = truncation_changes_nothing(Industry::Shop, 1200, 21);
    // Rows that nobody has seen before, all at the cut or later: orders of everybody, a kind of its own, new customers, complaints.
    let loud = whole.copy();
    fs::remove_dir_all(loud.path().join("lake")).unwrap();
    let ids: Vec<String> = {
        let customers = loud.table("customers.csv");
        customers.rows.iter().map(|row| row[0].clone()).collect()
    };
    loud.rows("customers.csv", |table| {
        let (id, joined) = (table.at("customer_id"), table.at("joined_on"));
        for number in 0..200 {
            let mut row = table.rows[number].clone();
            row[id] = format!("new-{number}");
            row[joined] = "2025-11-11".to_owned();
            table.rows.push(row);
        }
    });
    loud.rows("events.csv", |table| {
        for (number, id) in ids.iter().enumerate() {
            for (kind, at) in [("order", "2025-10-01 00:00:00"), ("jackpot", "2025-11-11 11:11:11")] {
                let mut row = vec![String::new(); table.heads.len()];
                row[table.at("customer_id")].clone_from(id);
                row[table.at("occurred_at")] = at.to_owned();
                row[table.at("kind")] = kind.to_owned();
                row[table.at("amount")] = format!("{}.00", 1_000_000 + number);
                row[table.at("quantity")] = "99".to_owned();
                table.rows.push(row);
            }
        }
    });
    loud.refresh();
    loud.score(Some(cut));
    same_scores(
        &whole.scores(cut, "m0001"),
        &loud.scores(cut, "m0001"),
        "invented later rows",
    );
}

#[test]
fn later_rows_of_a_telephone_company_change_no_figure_and_no_score() {
    truncation_changes_nothing(Industry::Telecom, 1200, 22);
}

/// Every customer again under another id, in every file.
fn doubled(lab: &Lab) {
    for file in ["customers.csv", "events.csv", "interactions.csv", "subscriptions.csv"] {
        if !lab.path().join(file).is_file() {
            continue;
        }
        lab.rows(file, |table: &mut Csv| {
            let at = table.at("customer_id");
            let again: Vec<Vec<String>> = table
                .rows
                .iter()
                .map(|row| {
                    let mut row = row.clone();
                    row[at] = format!("again-{}", row[at]);
                    row
                })
                .collect();
            table.rows.extend(again);
        });
    }
}

fn auc(record: &RunRecord) -> f64 {
    record.figures.auc.unwrap().value
}

#[test]
fn a_customer_who_is_there_twice_does_not_make_a_model_look_better() {
    let once = Lab::of(Industry::Shop, 1600, 23);
    let twice = once.copy();
    doubled(&twice);
    once.refresh();
    twice.refresh();
    for (cutoffs, scheme) in [(6, Scheme::RollingOrigin), (1, Scheme::CustomerFolds)] {
        let options = quick(&["scorecard", "boosting"], cutoffs);
        let (one, two) = (once.train(&options).record, twice.train(&options).record);
        assert_eq!((one.scheme, two.scheme), (scheme, scheme));
        assert_eq!(two.figures.rows, 2 * one.figures.rows, "{scheme:?}");
        assert_eq!(two.figures.churned, 2 * one.figures.churned, "{scheme:?}");
        for (a, b) in one.leaderboard.iter().zip(&two.leaderboard) {
            let (a_auc, b_auc) = (a.figures.auc.unwrap(), b.figures.auc.unwrap());
            println!(
                "{scheme:?} {}: {:.3} once, {:.3} twice",
                a.name, a_auc.value, b_auc.value
            );
            assert!(
                b_auc.value < a_auc.value + 0.03 && b_auc.value < a_auc.high.unwrap(),
                "{scheme:?} {}: {a_auc:?}, twice {b_auc:?}",
                a.name
            );
        }
        // Which of them wins may differ, since twice as many customers tell them apart better.
        let best = one
            .leaderboard
            .iter()
            .filter_map(|line| Some(line.figures.auc?.value))
            .fold(0.0, f64::max);
        assert!(auc(&two) < best + 0.03, "{scheme:?}: {} against {best}", auc(&two));
    }
}

#[test]
fn no_outcome_is_used_before_it_is_known() {
    for (lab, trained) in [&*SHOP, &*TELECOM] {
        let record = &trained.record;
        let window = record.question.gap_days + record.question.horizon_days;
        for cutoff in &record.cutoffs {
            assert_eq!(cutoff.outcome_through, cutoff.day.plus(window - 1));
            assert!(cutoff.outcome_through <= record.through, "{cutoff:?}");
        }
        // The last cutoff is the last that can be used.
        assert_eq!(record.cutoffs.last().unwrap().outcome_through, record.through);
        // Time to act makes the window longer: whoever is lost in it is lost, since nobody can tell on the day of scoring.
        let mut options = quick(&["logistic"], 3);
        options.gap_days = Some(21);
        let (one, other) = (lab.copy(), lab.copy());
        let gapped = one.train(&options).record;
        options.gap_days = Some(0);
        options.horizon_days = Some(window + 21);
        let long = other.train(&options).record;
        assert_eq!(gapped.cutoffs, long.cutoffs);
        assert_eq!(gapped.cutoffs.last().unwrap().outcome_through, record.through);
    }
}
