//! Real data, where it lies beside the project (`HOLDFAST_DATA` or `shared/data`); skipped aloud where it does not.

use std::path::PathBuf;

use holdfast_app::analyze::options::AnalyzeOptions;
use holdfast_domain::role::Role;
use holdfast_report::model::data::Shape;

use crate::support::analyze_file;

pub fn data(name: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("HOLDFAST_DATA").map_or(beside, PathBuf::from);
    let file = folder.join(name);
    if !file.is_file() {
        println!("skipped: {} is not there", file.display());
        return None;
    }
    Some(file)
}

#[test]
fn telco_without_flags() {
    let Some(file) = data("telco_customer_churn.csv") else {
        return;
    };
    let (analysis, _out) = analyze_file(&file, &AnalyzeOptions::default());
    let report = analysis.report;
    assert_eq!((report.churn.churned, report.churn.customers), (1869, 7043));
    let column = |name: &str| report.data.columns.iter().find(|c| c.name == name).unwrap();
    assert_eq!(column("customerID").role, Role::Id);
    assert_eq!(
        (column("TotalCharges").role, column("TotalCharges").missing),
        (Role::Numeric, 11)
    );
    let blank = report.data.notes.iter().find(|n| n.code == "missing-kept").unwrap();
    assert!(blank.text.en.contains("TotalCharges 11"), "{}", blank.text.en);
    let evaluation = report.evaluation;
    assert!((0.846..0.87).contains(&evaluation.auc.mean), "{:?}", evaluation.auc);
    assert!(evaluation.log_loss.mean <= 0.417, "{:?}", evaluation.log_loss);
    assert!(
        (0.9..=1.1).contains(&evaluation.calibration.slope.unwrap().mean),
        "{:?}",
        evaluation.calibration
    );
    let top: Vec<&str> = report.drivers.iter().take(2).map(|d| d.name.as_str()).collect();
    assert!(top.contains(&"Contract") && top.contains(&"tenure"), "{top:?}");
}

#[test]
fn online_retail_without_flags() {
    let Some(file) = data("online_retail_2009_2010.parquet") else {
        return;
    };
    let (analysis, _out) = analyze_file(&file, &AnalyzeOptions::default());
    let report = analysis.report;
    assert_eq!((report.data.shape, report.data.rows), (Shape::EventLog, 525_461));
    let note = |code: &str| {
        report
            .data
            .notes
            .iter()
            .find(|n| n.code == code)
            .unwrap()
            .count
            .unwrap()
    };
    assert_eq!(note("without-customer"), 107_927);
    // Counted with pandas: rows with a customer and a negative quantity.
    assert_eq!(note("returns"), 9_839);
    // Counted with pandas: customer days with a positive quantity and a positive amount.
    assert_eq!(report.events.as_ref().unwrap().events, 16_999);
    assert!(report.evaluation.auc.ci_low > 0.70, "{:?}", report.evaluation.auc);
}
