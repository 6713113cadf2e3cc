//! Folders of CSV files.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use holdfast_simulate::folder::to_folder;
use holdfast_simulate::industry::Industry;
use holdfast_simulate::plan::{Plan, SimulateError};
use holdfast_simulate::truth::Truth;

use crate::tables::end;

fn contents(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

fn written(plan: &Plan) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    to_folder(plan, dir.path(), &|_, _| {}).unwrap();
    contents(dir.path())
}

#[test]
fn a_seed_decides_every_byte() {
    for industry in Industry::ALL {
        let plan = Plan::new(industry, 150, 5, end());
        let first = written(&plan);
        assert!(first == written(&plan));
        let other = written(&Plan { seed: 6, ..plan });
        for (name, bytes) in first.iter().filter(|(name, _)| *name != "holdfast.toml") {
            assert!(*bytes != other[name], "{name} is the same under another seed");
        }
    }
}

#[test]
fn files_are_complete_and_described() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("new/company");
    let last = Cell::new((0, 0));
    let plan = Plan::new(Industry::Telecom, 60, 1, end());
    let summary = to_folder(&plan, &path, &|done, all| last.set((done, all))).unwrap();
    assert_eq!(last.get(), (60, 60));
    let files = contents(&path);
    assert_eq!(files.len(), 10);
    let metrics = std::str::from_utf8(&files["truth_metrics.csv"]).unwrap();
    assert!(metrics.starts_with("metric,grain,period,dimension,group,numerator,denominator\ncustomers_at_start,"));
    assert_eq!(
        files.values().map(|bytes| bytes.len() as u64).sum::<u64>(),
        summary.bytes
    );
    assert!(summary.files.iter().all(|file| file.exists()));
    let truth: Truth = serde_json::from_slice(&files["truth.json"]).unwrap();
    assert_eq!(truth, summary.truth);
    for table in &truth.tables {
        let text = std::str::from_utf8(&files[&format!("{}.csv", table.table)]).unwrap();
        assert_eq!(text.lines().count() as u64, table.rows + 1);
        let width = text.lines().next().unwrap().split(',').count();
        assert!(
            text.lines().all(|line| line.split(',').count() == width),
            "{}",
            table.table
        );
    }
}

#[test]
fn an_earlier_simulation_is_replaced_and_nothing_else_is() {
    let dir = tempfile::tempdir().unwrap();
    let telecom = Plan::new(Industry::Telecom, 20, 1, end());
    to_folder(&telecom, dir.path(), &|_, _| {}).unwrap();
    for name in ["events.csv.partial", "notes.partial"] {
        fs::write(dir.path().join(name), "left by a crash").unwrap();
    }
    to_folder(
        &Plan {
            industry: Industry::Shop,
            ..telecom.clone()
        },
        dir.path(),
        &|_, _| {},
    )
    .unwrap();
    let names: Vec<String> = contents(dir.path()).into_keys().collect();
    assert!(
        !names
            .iter()
            .any(|name| name.contains("subscriptions") || name.contains("partial")),
        "{names:?}"
    );

    fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    let before = contents(dir.path());
    let error = to_folder(&telecom, dir.path(), &|_, _| {}).unwrap_err();
    assert!(
        matches!(&error, SimulateError::NotOurs { found, .. } if found == "notes.txt"),
        "{error}"
    );
    assert!(before == contents(dir.path()));
}

#[test]
fn a_customer_file_without_our_truth_is_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("customers.csv"), "id\n1\n").unwrap();
    fs::write(dir.path().join("truth.json"), "{}").unwrap();
    let error = to_folder(&Plan::new(Industry::Shop, 5, 1, end()), dir.path(), &|_, _| {}).unwrap_err();
    assert!(
        matches!(&error, SimulateError::NotOurs { found, .. } if found == "customers.csv"),
        "{error}"
    );
}

#[test]
fn a_workspace_that_somebody_changed_is_theirs() {
    let dir = tempfile::tempdir().unwrap();
    let plan = Plan::new(Industry::Shop, 5, 1, end());
    to_folder(&plan, dir.path(), &|_, _| {}).unwrap();
    let path = dir.path().join("holdfast.toml");
    let mine = fs::read_to_string(&path).unwrap().replace("days = 90", "days = 60");
    fs::write(&path, &mine).unwrap();
    let error = to_folder(&plan, dir.path(), &|_, _| {}).unwrap_err();
    assert!(
        matches!(&error, SimulateError::NotOurs { found, .. } if found == "holdfast.toml"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), mine);
}

#[test]
fn a_canary_is_filled_for_churners_only() {
    let dir = tempfile::tempdir().unwrap();
    let plan = Plan {
        canary: true,
        ..Plan::new(Industry::Dealer, 1_500, 3, end())
    };
    let summary = to_folder(&plan, dir.path(), &|_, _| {}).unwrap();
    assert_eq!(summary.truth.canary_column.as_deref(), Some("退网回访结果"));
    let text = fs::read_to_string(dir.path().join("snapshot.csv")).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let (canary, label) = (rows[0].len() - 2, rows[0].len() - 1);
    assert_eq!((rows[0][canary], rows[0][label]), ("退网回访结果", "是否流失"));
    let churned: Vec<_> = rows[1..].iter().filter(|row| row[label] == "是").collect();
    let filled = churned.iter().filter(|row| !row[canary].is_empty()).count() as f64 / churned.len() as f64;
    assert!((0.85..0.98).contains(&filled), "{filled}");
    assert!(rows[1..].iter().all(|row| row[label] == "是" || row[canary].is_empty()));
}

#[test]
fn impossible_plans_write_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("never");
    let plan = Plan::new(Industry::Dealer, 10, 1, end());
    for bad in [
        Plan {
            customers: 0,
            ..plan.clone()
        },
        Plan {
            customers: 10_000_001,
            ..plan.clone()
        },
        Plan {
            months: 19,
            ..plan.clone()
        },
        Plan {
            months: 121,
            ..plan.clone()
        },
        Plan {
            end: end().plus(-20_000),
            ..plan.clone()
        },
    ] {
        assert!(to_folder(&bad, &path, &|_, _| {}).is_err(), "{bad:?}");
    }
    assert!(!path.exists());
    assert!(
        "bank"
            .parse::<Industry>()
            .unwrap_err()
            .to_string()
            .contains("telecom, dealer or shop")
    );
}

#[test]
fn the_smallest_and_the_shortest_companies_exist() {
    for industry in Industry::ALL {
        let plan = Plan {
            months: industry.min_months(),
            ..Plan::new(industry, 1, 0, end())
        };
        assert!(written(&plan)["customers.csv"].len() > 50);
        let plan = Plan {
            months: 120,
            ..Plan::new(industry, 40, u64::MAX, end())
        };
        assert!(!written(&plan).is_empty());
    }
}
