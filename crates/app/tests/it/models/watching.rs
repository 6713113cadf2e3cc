//! The watch: silent where nothing changed, loud within one period where something did, and it says what.

use std::collections::BTreeSet;
use std::fs;

use holdfast_app::models::watching::run::Watched;
use holdfast_app::simulate::Industry;
use holdfast_domain::day::Day;
use holdfast_stats::verdict::{Action, Reason};
use std::sync::LazyLock;

use super::lab::{Csv, Lab, NOW_US, SHOP, day, quick};

/// The day up to which the watched models learned.
const TRAINED: &str = "2025-09-01";
/// The day after the shift's first period.
const SHIFTED: &str = "2025-11-01";

/// A company, its model of the day before the shift, its lake with all that came.
fn trained(industry: Industry, customers: u64, seed: u64) -> Lab {
    let lab = Lab::of(industry, customers, seed);
    lab.refresh();
    let mut options = quick(&["logistic"], 8);
    options.when.as_of = Some(day(TRAINED));
    lab.train(&options);
    lab
}

static TELECOM: LazyLock<Lab> = LazyLock::new(|| trained(Industry::Telecom, 1600, 71));
static WATCHED_SHOP: LazyLock<Lab> = LazyLock::new(|| trained(Industry::Shop, 1600, 72));

/// The same model over changed files.
fn changed(lab: &Lab, file: &str, change: impl FnOnce(&mut Csv)) -> Lab {
    let copy = lab.copy();
    fs::remove_dir_all(copy.path().join("lake")).unwrap();
    copy.rows(file, change);
    copy.refresh();
    copy
}

fn flagged(watched: &Watched) -> Vec<&str> {
    let of = |one: &&holdfast_stats::drift::ColumnDrift| one.flagged;
    watched.drift.iter().filter(of).map(|one| one.column.as_str()).collect()
}

fn reasons_of(watched: &Watched) -> String {
    watched
        .reasons
        .iter()
        .map(|reason| reason.en.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

/// Every verdict says in both languages what to do and why.
fn said(watched: &Watched) {
    for text in [&watched.title, &watched.advice].into_iter().chain(&watched.reasons) {
        assert!(
            !text.en.is_empty() && text.zh.chars().any(|c| c > '\u{2e7f}'),
            "{text:?}"
        );
    }
    assert!(!watched.reasons.is_empty() && watched.reasons.len() == watched.verdict.reasons.len());
    assert_eq!(
        watched.canary.as_ref().map(|canary| canary.not_identical),
        Some(0),
        "{:?}",
        watched.canary
    );
}

#[test]
fn nothing_is_raised_where_nothing_changed() {
    let mut alarms = Vec::new();
    let mut runs = 0;
    for lab in [&*TELECOM, &*WATCHED_SHOP] {
        for as_of in ["2025-10-01", "2025-10-20", "2025-11-01", "2025-12-01", "2026-01-01"] {
            let watched = lab.watch(Some(day(as_of)));
            said(&watched);
            assert!(watched.drift.len() > 30, "{}", watched.drift.len());
            runs += 1;
            if watched.verdict.action != Action::Healthy {
                alarms.push(format!(
                    "{as_of}: {:?}, {}",
                    watched.verdict.action,
                    reasons_of(&watched)
                ));
            }
            let stored = lab.path().join(format!("models/m0001/watch-{as_of}.json"));
            assert!(stored.is_file());
        }
    }
    println!("{} of {runs} runs raise an alarm: {alarms:#?}", alarms.len());
    assert!(alarms.len() <= 1, "{alarms:#?}");
}

#[test]
fn bills_that_triple_for_half_of_the_customers_are_flagged_within_one_period() {
    let lab = changed(&TELECOM, "events.csv", |table| {
        let (id, at, amount) = (table.at("customer_id"), table.at("occurred_at"), table.at("amount"));
        for row in &mut table.rows {
            let half = row[id].ends_with(['0', '2', '4', '6', '8']);
            if half && row[at].as_str() >= "2025-10-01" && !row[amount].is_empty() {
                row[amount] = format!("{:.2}", 3.0 * row[amount].parse::<f64>().unwrap());
            }
        }
    });
    let watched = lab.watch(Some(day(SHIFTED)));
    said(&watched);
    assert!(
        matches!(watched.verdict.action, Action::Wait | Action::Retrain),
        "{:?}",
        watched.verdict
    );
    assert!(
        flagged(&watched).iter().any(|column| column.contains("amount")),
        "{:?}",
        flagged(&watched)
    );
    let names = |reason: &Reason| reason.text().en.contains("amount") && reason.text().zh.contains("amount");
    assert!(
        watched
            .verdict
            .reasons
            .iter()
            .any(|reason| matches!(reason, Reason::Drifted { .. }) && names(reason)),
        "{}",
        reasons_of(&watched)
    );
}

/// The shop whose customers of some regions send nothing from October on.
fn without(regions: &[&str]) -> Lab {
    let gone: BTreeSet<String> = {
        let table = WATCHED_SHOP.table("customers.csv");
        let (id, region) = (table.at("customer_id"), table.at("region"));
        let gone = |row: &&Vec<String>| regions.contains(&row[region].as_str());
        table.rows.iter().filter(gone).map(|row| row[id].clone()).collect()
    };
    assert!(gone.len() > 400, "{}", gone.len());
    changed(&WATCHED_SHOP, "events.csv", |table| {
        let (id, at) = (table.at("customer_id"), table.at("occurred_at"));
        table
            .rows
            .retain(|row| row[at].as_str() < "2025-10-01" || !gone.contains(&row[id]));
    })
}

#[test]
fn events_that_stop_arriving_are_flagged() {
    // One region of eight is left: within one period.
    let most = without(&["城东", "城南", "城西", "城北", "郊县", "开发区", "高新区"]).watch(Some(day(SHIFTED)));
    said(&most);
    assert_eq!(most.verdict.action, Action::DataBroken, "{}", reasons_of(&most));
    // Five are left: 800 customers, and eight months that differ by themselves, do not tell it from chance after one period (the largest columns have
    // p ≈ .02 and q ≈ .1); after two they do.
    let some = without(&["城东", "城南", "郊县"]).watch(Some(day("2025-12-01")));
    said(&some);
    assert!(
        matches!(some.verdict.action, Action::Retrain | Action::DataBroken),
        "{}",
        reasons_of(&some)
    );
}

#[test]
fn a_column_that_becomes_empty_is_broken_data() {
    // The next delivery of the same file has nothing in it.
    let lab = TELECOM.copy();
    lab.rows("customers.csv", |table| table.change("broadband", |_| String::new()));
    lab.refresh_at(NOW_US + 86_400_000_000);
    let watched = lab.watch(None);
    said(&watched);
    assert_eq!(watched.verdict.action, Action::DataBroken);
    assert!(
        watched
            .verdict
            .reasons
            .iter()
            .any(|reason| matches!(reason, Reason::AllMissing { column, .. } if column == "attribute_broadband")),
        "{}",
        reasons_of(&watched)
    );
    // Amounts that are all nought, as when a unit is lost on the way.
    let lab = changed(&TELECOM, "events.csv", |table| {
        let (at, amount) = (table.at("occurred_at"), table.at("amount"));
        for row in table.rows.iter_mut().filter(|row| row[at].as_str() >= "2025-09-01") {
            if !row[amount].is_empty() {
                row[amount] = "0.00".to_owned();
            }
        }
    });
    let watched = lab.watch(Some(day(SHIFTED)));
    said(&watched);
    assert_eq!(watched.verdict.action, Action::DataBroken, "{}", reasons_of(&watched));
}

#[test]
fn data_that_stopped_are_stale() {
    let watched = TELECOM.watch(Some(day("2026-02-15")));
    said(&watched);
    assert_eq!(watched.verdict.action, Action::DataBroken);
    assert!(
        watched
            .verdict
            .reasons
            .iter()
            .any(|reason| matches!(reason, Reason::StaleWatermark { .. }))
    );
}

#[test]
fn a_changed_model_is_noticed_by_its_canary_rows() {
    let lab = TELECOM.copy();
    let path = lab.path().join("models/m0001/model.json");
    let mut model: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let stored = model["watch"]["canary"]["p_churn"].as_array_mut().unwrap();
    assert!(stored.len() >= 20);
    stored[3] = serde_json::json!(stored[3].as_f64().unwrap() * 0.9 + 0.01);
    fs::write(&path, serde_json::to_vec(&model).unwrap()).unwrap();
    let watched = lab.watch(Some(day(SHIFTED)));
    assert_eq!(watched.verdict.action, Action::DataBroken);
    assert!(
        matches!(watched.verdict.reasons[0], Reason::CanaryChanged { changed: 1, .. }),
        "{:?}",
        watched.verdict.reasons
    );
}

#[test]
fn performance_is_realised_once_outcomes_are_due_and_a_challenger_is_compared() {
    let lab = WATCHED_SHOP.copy();
    let mut options = quick(&["boosting"], 8);
    options.when.as_of = Some(day(TRAINED));
    assert!(!lab.train(&options).champion);
    let early = lab.watch(Some(day(SHIFTED)));
    assert!(early.months.iter().all(|month| month.realised.is_none()) && early.compared.is_none());
    assert_eq!(early.challenger.as_deref(), Some("m0002"));
    let late = lab.watch(Some(day("2026-01-01")));
    said(&late);
    let due = |as_of: Day| as_of.plus(90) <= day("2026-01-01");
    assert!(late.months.len() >= 4, "{:?}", late.months);
    for month in &late.months {
        assert!(month.as_of >= day(TRAINED));
        assert_eq!(month.realised.is_some(), due(month.as_of), "{month:?}");
        if let Some(realised) = &month.realised {
            assert_eq!(realised.rows, month.customers);
            // What came of it, counted from the scores of that day and the lake of today.
            let rate = realised.lost as f64 / realised.rows as f64;
            assert!((rate - month.estimated.churn_rate.value).abs() < 0.12, "{month:?}");
            assert!(realised.auc.as_ref().unwrap().value > 0.6);
        }
    }
    let realised: u64 = late
        .months
        .iter()
        .filter_map(|month| month.realised.as_ref())
        .map(|one| one.rows)
        .sum();
    assert!(realised > 0);
    assert_eq!(late.compared.as_ref().unwrap().rows, realised);
    assert!(late.labels.is_some());
}

#[test]
fn a_challenger_that_answers_another_question_is_not_compared() {
    let lab = SHOP.0.copy();
    let mut options = quick(&["logistic"], 4);
    options.horizon_days = Some(60);
    lab.train(&options);
    let watched = lab.watch(None);
    assert!(watched.compared.is_none());
}
