//! Labels in every spelling mean the same.

use holdfast_app::analyze::options::AnalyzeOptions;

use crate::support::{Desk, snapshot_csv};

fn churned(label: &str, yes: &str, no: &str) -> (u64, u64, u64) {
    let desk = Desk::with("c.csv", snapshot_csv(400, label, yes, no).as_bytes());
    let report = desk.analyze(&AnalyzeOptions::default()).unwrap().report;
    (report.churn.churned, report.churn.customers, report.data.rows)
}

#[test]
fn every_spelling_gives_the_same_churn() {
    let expected = churned("Churn", "Yes", "No");
    assert_eq!(
        (expected.1, expected.2),
        (392, 400),
        "eight blank labels are scored but not counted"
    );
    for (label, yes, no) in [
        ("Exited", "1", "0"),
        ("is_churn", "T", "F"),
        ("churned", "true", "FALSE"),
        ("是否流失", "是", "否"),
        ("流失", "流失", "留存"),
        ("Attrition_Flag", "Attrited Customer", "Existing Customer"),
        ("CHURN", " yES ", "nO"),
    ] {
        assert_eq!(churned(label, yes, no), expected, "{label}: {yes}/{no}");
    }
}

#[test]
fn a_label_that_means_stayed_is_turned_round() {
    let (churned_when_lost, ..) = churned("Churn", "Yes", "No");
    let (churned_when_kept, ..) = churned("retained", "No", "Yes");
    assert_eq!(churned_when_lost, churned_when_kept);
}

#[test]
fn positive_names_the_value_among_several() {
    let text = snapshot_csv(400, "Churn", "gone", "here");
    let desk = Desk::with("c.csv", text.as_bytes());
    let options = AnalyzeOptions {
        positive: Some("GONE".into()),
        ..AnalyzeOptions::default()
    };
    let report = desk.analyze(&options).unwrap().report;
    assert_eq!(report.churn.churned, churned("Churn", "Yes", "No").0);
}
