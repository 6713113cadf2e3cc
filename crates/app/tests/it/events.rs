//! Event logs: understood, cut at the as-of day, tested out of time.

use std::collections::BTreeMap;
use std::fs;

use holdfast_app::analyze::options::AnalyzeOptions;
use holdfast_app::simulate::Industry;
use holdfast_domain::day::Day;
use holdfast_domain::role::Role;
use holdfast_report::model::data::Shape;
use holdfast_report::model::evaluation::Validation;

use crate::support::{Desk, company};

#[test]
fn nothing_on_or_after_the_as_of_day_is_used() {
    let folder = company(Industry::Shop, 2_500, 4, false);
    let all = fs::read_to_string(folder.path().join("events.csv")).unwrap();
    let mut lines = all.lines();
    let header = lines.next().unwrap();
    let time = header.split(',').position(|c| c == "occurred_at").unwrap();
    let cut = "2025-09-01";
    let kept: Vec<&str> = lines.filter(|l| l.split(',').nth(time).unwrap() < cut).collect();
    let truncated = format!("{header}\n{}\n", kept.join("\n"));
    let options = AnalyzeOptions {
        as_of: Day::parse_iso(cut),
        ..AnalyzeOptions::default()
    };
    let (whole, short) = (
        Desk::with("e.csv", all.as_bytes()),
        Desk::with("e.csv", truncated.as_bytes()),
    );
    let (a, b) = (
        whole.analyze(&options).unwrap().report,
        short.analyze(&options).unwrap().report,
    );
    assert!(a.data.rows > b.data.rows && a.data.rows_used == b.data.rows_used);
    assert!(
        whole.bytes("scores.csv") == short.bytes("scores.csv"),
        "scores know what happened later"
    );
    assert_eq!(a.evaluation.auc, b.evaluation.auc);
    assert_eq!(a.churn.churned, b.churn.churned);
}

#[test]
fn training_outcomes_end_before_the_test_begins() {
    let folder = company(Industry::Shop, 2_500, 4, false);
    let desk = Desk::with("e.csv", &fs::read(folder.path().join("events.csv")).unwrap());
    let report = desk.analyze(&AnalyzeOptions::default()).unwrap().report;
    assert_eq!(report.data.shape, Shape::EventLog);
    let Validation::OutOfTime {
        train_cutoffs,
        train_outcome_end,
        test_cutoff,
        test_outcome_end,
        ..
    } = report.evaluation.validation
    else {
        panic!("not out of time");
    };
    assert!(train_outcome_end <= test_cutoff && train_cutoffs.iter().all(|c| *c < test_cutoff));
    assert!(test_outcome_end <= report.data.as_of.unwrap());
    assert!(report.evaluation.auc.ci_low > 0.6, "{:?}", report.evaluation.auc);
    let events = report.events.unwrap();
    // Active customers balance from month to month.
    for pair in events.lifecycle.windows(2) {
        let active = |m: &holdfast_report::model::events::LifecycleMonth| m.new + m.kept + m.returned;
        if let Some(lost) = pair[1].lost {
            assert_eq!(
                active(&pair[1]),
                active(&pair[0]) - lost + pair[1].new + pair[1].returned
            );
        }
    }
    let customers: u64 = events.rfm.iter().map(|c| c.customers).sum();
    assert_eq!(customers, events.cohorts.iter().map(|c| c.customers).sum::<u64>());
}

#[test]
fn a_state_at_the_export_that_was_joined_to_every_event_is_a_leak() {
    let folder = company(Industry::Shop, 2_500, 4, false);
    let all = fs::read_to_string(folder.path().join("events.csv")).unwrap();
    let mut lines = all.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|head| *head == name).unwrap();
    let (id, time) = (at("customer_id"), at("occurred_at"));
    let rows: Vec<(&str, &str)> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[id], cells[time])
        })
        .collect();
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for &(id, time) in &rows {
        let known = last.entry(id).or_insert(time);
        *known = time.max(*known);
    }
    let mut text = String::from("customer_id,occurred_at,account_status,home\n");
    for &(id, time) in &rows {
        let status = if last[id] < "2025-09-01" { "closed" } else { "active" };
        let home = id.bytes().map(u32::from).sum::<u32>() % 5;
        text.push_str(&format!("{id},{time},{status},h{home}\n"));
    }
    let desk = Desk::with("e.csv", text.as_bytes());
    let report = desk.analyze(&AnalyzeOptions::default()).unwrap().report;
    let column = |name: &str| report.data.columns.iter().find(|column| column.name == name).unwrap();
    assert_eq!(
        (column("account_status").role, column("account_status").used),
        (Role::Leak, false)
    );
    assert_eq!(
        (column("home").role, column("home").used),
        (Role::Category, true),
        "what never changes is no leak for that"
    );
    assert!(report.data.notes.iter().any(|note| note.code == "leak-left-out"));

    let kept = AnalyzeOptions {
        keep: vec!["Account_Status".to_owned()],
        ..AnalyzeOptions::default()
    };
    let report = desk.analyze(&kept).unwrap().report;
    let column = report
        .data
        .columns
        .iter()
        .find(|column| column.name == "account_status")
        .unwrap();
    assert!(column.used, "a column is known in any case of its letters");
    assert!(report.data.notes.iter().any(|note| note.code == "leak-kept"));
}

#[test]
fn returns_missing_ids_and_the_formula_are_counted_and_said() {
    let mut text = String::from("Invoice,Quantity,InvoiceDate,Price,Customer ID\n");
    for i in 0..12_000usize {
        let hash = |k: usize| (i * 2_654_435_761 + k).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        let customer = hash(1) % 600;
        let day = Day::from_ymd(2024, 1, 1).unwrap().plus((hash(2) % 400) as i32);
        let quantity = if i % 40 == 3 { -1 } else { 2 };
        let id = if i % 10 == 0 {
            String::new()
        } else {
            format!("{}.0", 10_000 + customer)
        };
        // A third of the customers stop in the autumn.
        if customer % 3 == 0 && day > Day::from_ymd(2024, 9, 1).unwrap() {
            continue;
        }
        text.push_str(&format!("C{i},{quantity},{day} 10:00:00,2.50,{id}\n"));
    }
    let desk = Desk::with("orders.csv", text.as_bytes());
    let options = AnalyzeOptions {
        horizon_days: Some(30),
        ..AnalyzeOptions::default()
    };
    let report = desk.analyze(&options).unwrap().report;
    let note = |code: &str| {
        report
            .data
            .notes
            .iter()
            .find(|n| n.code == code)
            .unwrap_or_else(|| panic!("no note {code}"))
    };
    assert!(note("without-customer").count.unwrap() > 100);
    assert!(note("returns").count.unwrap() > 20);
    assert!(note("amount-computed").text.en.contains("Quantity × Price"));
    assert_eq!(report.value.unwrap().source, "Quantity × Price");
    let scores = String::from_utf8(desk.bytes("scores.csv")).unwrap();
    assert!(
        scores
            .lines()
            .skip(1)
            .all(|l| !l.split(',').next().unwrap().contains('.')),
        "ids without .0"
    );
}
