//! The tables agree with each other and with the truth.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_domain::day::Day;
use holdfast_simulate::cell::TableName;
use holdfast_simulate::industry::Industry;
use holdfast_simulate::truth::Truth;

use crate::tables::{Table, Tables, company};

#[test]
fn telecom_tables_agree() {
    let (truth, tables) = company(Industry::Telecom, 1_700);
    assert!(tables.get(TableName::Events).rows.len() > 200_000);
    check_lives(&truth, &tables);
    let left = left_on(&tables);
    let (cutoff, end) = (truth.cutoff.to_string(), truth.end.to_string());
    let customers = tables.get(TableName::Customers);
    let joined: BTreeMap<&str, &str> = customers
        .rows
        .iter()
        .map(|row| (row[0].as_str(), row[customers.at("joined_on")].as_str()))
        .collect();
    let expected = joined.iter().filter_map(|(id, joined)| {
        let gone = left[*id].as_str();
        let there = *joined <= cutoff.as_str() && (gone.is_empty() || gone > cutoff.as_str());
        there.then(|| (id.to_string(), !gone.is_empty() && gone <= end.as_str()))
    });
    assert_eq!(labels(&tables), expected.collect());
    let spells = tables.get(TableName::Subscriptions);
    for (id, spells_of) in spells.by_customer() {
        let (started, ended) = (spells.at("started_on"), spells.at("ended_on"));
        assert_eq!(spells_of[0][started], joined[id]);
        for pair in spells_of.windows(2) {
            assert_eq!(pair[0][ended], pair[1][started]);
        }
        assert_eq!(spells_of.last().unwrap()[ended], left[id]);
    }
}

#[test]
fn dealer_and_shop_labels_follow_from_their_events() {
    for industry in [Industry::Dealer, Industry::Shop] {
        let (truth, tables) = company(industry, 3_000);
        check_lives(&truth, &tables);
        let events = tables.get(TableName::Events);
        let (at, kind) = (events.at("occurred_at"), events.at("kind"));
        let day = |day: Day| day.to_string();
        let since = day(truth.cutoff.plus(1 - truth.horizon_days));
        let (cutoff, end) = (day(truth.cutoff), day(truth.end));
        let mut expected = BTreeMap::new();
        for (id, rows) in events.by_customer() {
            let counted = rows
                .iter()
                .filter(|row| truth.definition.qualifying_kinds.contains(&row[kind]));
            let days: Vec<&str> = counted.map(|row| &row[at][..10]).collect();
            if days.iter().any(|day| **day >= *since && **day <= *cutoff) {
                let comes = days.iter().any(|day| **day > *cutoff && **day <= *end);
                expected.insert(id.to_string(), !comes);
            }
        }
        assert_eq!(labels(&tables), expected);
        let left = left_on(&tables);
        for (id, churned) in expected {
            let gone = &left[id.as_str()];
            assert!(
                if churned {
                    !gone.is_empty()
                } else {
                    gone.is_empty() || *gone > cutoff
                },
                "{id} {gone}"
            );
        }
    }
}

#[test]
fn the_snapshot_is_computed_from_what_was_known_on_the_cutoff() {
    let (truth, tables) = company(Industry::Shop, 1_500);
    let (snapshot, events) = (tables.get(TableName::Snapshot), tables.get(TableName::Events));
    let by_customer = events.by_customer();
    let since = truth.cutoff.plus(1 - 90).to_string();
    let cutoff = truth.cutoff.to_string();
    let (at, kind, order, amount) = (
        events.at("occurred_at"),
        events.at("kind"),
        events.at("order"),
        events.at("amount"),
    );
    let (orders_90, spent_90) = (snapshot.at("近90天订单数"), snapshot.at("近90天消费(元)"));
    let mut compared = 0;
    for row in &snapshot.rows {
        let recent = by_customer[row[0].as_str()]
            .iter()
            .filter(|row| row[at][..10] >= *since && row[at][..10] <= *cutoff);
        let recent: Vec<_> = recent.collect();
        let orders: BTreeSet<&str> = recent
            .iter()
            .filter(|row| row[kind] == "order")
            .map(|row| row[order].as_str())
            .collect();
        assert_eq!(row[orders_90], orders.len().to_string());
        if !row[spent_90].is_empty() {
            let spent: f64 = recent.iter().filter_map(|row| row[amount].parse::<f64>().ok()).sum();
            assert!((row[spent_90].parse::<f64>().unwrap() - spent).abs() < 0.005);
            compared += 1;
        }
    }
    assert!(compared > 500);
}

/// Holds for every industry.
fn check_lives(truth: &Truth, tables: &Tables) {
    let customers = tables.get(TableName::Customers);
    let ids: BTreeSet<&str> = customers.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(ids.len() as u64, truth.customers);
    assert!(ids.iter().all(|id| id.len() == 8));
    for table in &truth.tables {
        let found = tables
            .tables
            .iter()
            .find(|(name, _)| name.name() == table.table)
            .unwrap()
            .1;
        assert_eq!(found.rows.len() as u64, table.rows);
        assert!(found.rows.iter().all(|row| ids.contains(row[0].as_str())));
    }
    let left = left_on(tables);
    assert_eq!(
        left.values().filter(|day| !day.is_empty()).count() as u64,
        truth.churn.left
    );
    check_times(
        truth,
        tables.get(TableName::Events),
        "occurred_at",
        customers,
        &left,
        true,
    );
    check_times(
        truth,
        tables.get(TableName::Interactions),
        "opened_at",
        customers,
        &left,
        false,
    );
    for pair in truth.months.windows(2) {
        assert_eq!(
            pair[0].at_start + pair[0].joined - pair[0].left,
            pair[1].at_start,
            "{}",
            pair[1].month
        );
    }
    let talks = tables.get(TableName::Interactions);
    let complaints = talks.rows.iter().filter(|row| row[talks.at("kind")] == "投诉").count() as u64;
    assert_eq!(
        truth.topics.iter().map(|topic| topic.complaints).sum::<u64>(),
        complaints
    );
    assert!(truth.staff_left.iter().map(|member| member.followed).sum::<u64>() > 0);
    assert!(
        truth
            .staff_left
            .iter()
            .all(|member| member.followed <= member.customers)
    );
    check_probabilities(truth, tables);
}

fn check_times(
    truth: &Truth,
    table: &Table,
    time: &str,
    customers: &Table,
    left: &BTreeMap<&str, String>,
    counted: bool,
) {
    let at = table.at(time);
    let kind = table.at("kind");
    let joined = customers.by_customer();
    let (start, end) = (truth.start.to_string(), truth.end.to_string());
    for (id, rows) in table.by_customer() {
        let joined = &joined[id][0][customers.at("joined_on")];
        let gone = &left[id];
        for pair in rows.windows(2) {
            assert!(pair[0][at] <= pair[1][at], "{id} out of order");
        }
        for row in rows {
            let day = &row[at][..10];
            assert!(
                *day >= **joined && *day >= *start && *day <= *end,
                "{id} {day} {joined}"
            );
            let may_follow = counted && row[kind] == "insurer_repair";
            assert!(gone.is_empty() || *day < **gone || may_follow, "{id} {day} {gone}");
        }
    }
}

/// The true probabilities are those of the labels: by fifths of the snapshot, within four standard errors.
fn check_probabilities(truth: &Truth, tables: &Tables) {
    let labels = labels(tables);
    let table = tables.get(TableName::TruthCustomers);
    let mut scored: Vec<(f64, bool)> = table
        .rows
        .iter()
        .filter(|row| !row[1].is_empty())
        .map(|row| (row[1].parse().unwrap(), labels[row[0].as_str()]))
        .collect();
    assert_eq!(scored.len() as u64, truth.churn.snapshot_rows);
    assert_eq!(scored.len(), labels.len());
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    for fifth in scored.chunks(scored.len().div_ceil(5)) {
        let expected: f64 = fifth.iter().map(|(p, _)| p).sum();
        let variance: f64 = fifth.iter().map(|(p, _)| p * (1.0 - p)).sum();
        let observed = fifth.iter().filter(|(_, churned)| *churned).count() as f64;
        assert!(
            (observed - expected).abs() < 4.0 * variance.sqrt() + 1.0,
            "{observed} for {expected}"
        );
    }
}

fn left_on(tables: &Tables) -> BTreeMap<&str, String> {
    let table = tables.get(TableName::TruthCustomers);
    table
        .rows
        .iter()
        .map(|row| (row[0].as_str(), row[table.at("left_on")].clone()))
        .collect()
}

fn labels(tables: &Tables) -> BTreeMap<String, bool> {
    let table = tables.get(TableName::Snapshot);
    table
        .rows
        .iter()
        .map(|row| (row[0].clone(), row[table.at("是否流失")] == "是"))
        .collect()
}
