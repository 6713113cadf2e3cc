//! Input that cannot be analysed: a named refusal, and nothing written.

use holdfast_app::analyze::options::AnalyzeOptions;
use holdfast_app::error::AppError;
use holdfast_domain::lang::Lang;
use holdfast_domain::refusal::Refusal;

use crate::support::{Desk, snapshot_csv};

fn refused(name: &str, bytes: &[u8], options: &AnalyzeOptions) -> Refusal {
    let desk = Desk::with(name, bytes);
    let refusal = match desk.analyze(options) {
        Err(AppError::Refused(refusal)) => *refusal,
        Err(other) => panic!("{name}: failed instead of refusing: {other}"),
        Ok(_) => panic!("{name}: was analysed"),
    };
    assert!(!desk.out.exists(), "{}: something was written", refusal.code);
    assert!(refusal.file.is_some(), "{}: no file named", refusal.code);
    for lang in [Lang::Zh, Lang::En] {
        assert!(
            !refusal.problem.get(lang).is_empty() && !refusal.remedy.get(lang).is_empty(),
            "{}",
            refusal.code
        );
    }
    refusal
}

fn default(text: &str) -> Refusal {
    refused("t.csv", text.as_bytes(), &AnalyzeOptions::default())
}

#[test]
fn labels_that_cannot_be_learned_from() {
    assert_eq!(default(&snapshot_csv(100, "Churn", "No", "No")).code, "label-one-class");
    let mut three = snapshot_csv(100, "Churn", "Yes", "No");
    three.push_str("99999,A,1,1,Maybe\n");
    let refusal = default(&three);
    assert_eq!(refusal.code, "label-many-values");
    assert_eq!(
        (refusal.row, refusal.column.as_deref(), refusal.value.as_deref()),
        (Some(102), Some("Churn"), Some("Maybe"))
    );
    assert_eq!(
        default(&snapshot_csv(30, "Churn", "Yes", "No")).code,
        "too-few-customers"
    );
}

#[test]
fn an_id_that_repeats_in_a_snapshot_names_both_rows() {
    let mut text = snapshot_csv(100, "Churn", "Yes", "No");
    text.push_str("00007,A,1,1,Yes\n");
    let refusal = default(&text);
    assert_eq!(
        (refusal.code, refusal.row, refusal.value.as_deref()),
        ("repeated-id", Some(102), Some("00007"))
    );
    assert!(refusal.problem.en.contains("row 9"), "{}", refusal.problem.en);
}

#[test]
fn a_table_without_label_or_time_says_what_is_missing() {
    let refusal = default("customer_id,plan\n1,A\n2,B\n");
    assert_eq!(refusal.code, "no-label-no-time");
    assert!(refusal.remedy.en.contains("--target") && refusal.remedy.en.contains("--time"));
}

#[test]
fn events_and_past_dates_in_the_future() {
    let mut log = String::from("customer_id,date,amount\n");
    for i in 0..200 {
        log.push_str(&format!("{},2025-{:02}-{:02},10\n", i % 20, 1 + i % 12, 1 + i % 28));
    }
    log.push_str("3,2031-01-01,10\n");
    let refusal = default(&log);
    assert_eq!(
        (refusal.code, refusal.row, refusal.value.as_deref()),
        ("future-date", Some(202), Some("2031-01-01"))
    );
    let mut snapshot = String::from("customer_id,joined_on,Churn\n");
    for i in 0..100 {
        let year = if i == 40 { 2030 } else { 2020 };
        snapshot.push_str(&format!("{i},{year}-03-05,{}\n", if i % 3 == 0 { "Yes" } else { "No" }));
    }
    let refusal = default(&snapshot);
    assert_eq!((refusal.code, refusal.row), ("future-date", Some(42)));
}

#[test]
fn columns_that_do_not_exist_and_files_that_are_no_tables() {
    let text = snapshot_csv(100, "Churn", "Yes", "No");
    let options = AnalyzeOptions {
        target: Some("Chrn".into()),
        ..AnalyzeOptions::default()
    };
    let refusal = refused("t.csv", text.as_bytes(), &options);
    assert_eq!(
        (refusal.code, refusal.column.as_deref()),
        ("no-such-column", Some("Chrn"))
    );
    assert!(refusal.remedy.en.contains("Churn"));
    for (name, bytes) in [
        ("empty.csv", &b""[..]),
        ("header.csv", b"customer_id,Churn\n"),
        ("ragged.csv", b"customer_id,Churn\n1,Yes\n2,No,3\n"),
        ("nul.csv", b"customer_id,Churn\n1,Ye\0s\n"),
        ("zip.csv", b"PK\x03\x04garbage that is no archive"),
        ("twice.csv", b"a,a\n1,2\n"),
        ("bad.parquet", b"PAR1 but not really PAR1"),
    ] {
        refused(name, bytes, &AnalyzeOptions::default());
    }
}

#[test]
fn a_log_in_which_nobody_comes_twice() {
    let mut log = String::from("customer_id,date,amount\n");
    for i in 0..300 {
        log.push_str(&format!("{i},2025-{:02}-{:02},10\n", 1 + i % 12, 1 + i % 28));
    }
    assert_eq!(default(&log).code, "no-repeats");
}
