//! What the simulator planted is found again.

use std::collections::BTreeSet;

use holdfast_app::analyze::options::AnalyzeOptions;
use holdfast_app::simulate::Industry;
use holdfast_domain::role::Role;

use crate::support::{analyze_file, company};

/// Columns of every planted cause, from the truth file.
fn causes(truth: &serde_json::Value) -> Vec<BTreeSet<String>> {
    let list = truth["causes"].as_array().unwrap();
    list.iter()
        .map(|cause| {
            let columns = cause
                .get("columns")
                .or(cause.get("snapshot_columns"))
                .unwrap()
                .as_array()
                .unwrap();
            columns.iter().map(|c| c.as_str().unwrap().to_owned()).collect()
        })
        .collect()
}

#[test]
fn planted_causes_are_the_top_drivers_and_the_canary_is_caught() {
    for industry in Industry::ALL {
        let folder = company(industry, 8_000, 11, true);
        let (analysis, _out) = analyze_file(&folder.path().join("snapshot.csv"), &AnalyzeOptions::default());
        let report = analysis.report;
        let name = industry.name();
        let truth: serde_json::Value =
            serde_json::from_slice(&std::fs::read(folder.path().join("truth.json")).unwrap()).unwrap();
        let causes = causes(&truth);
        let planted: BTreeSet<&String> = causes.iter().flatten().collect();
        let top: Vec<&String> = report.drivers.iter().take(7).map(|d| &d.name).collect();
        let hits = top.iter().filter(|d| planted.contains(**d)).count();
        assert!(hits >= 6, "{name}: {top:?}");
        assert!(planted.contains(top[0]), "{name}: {top:?}");
        // Rules speak of planted columns too.
        assert!(!report.rules.is_empty(), "{name}");
        let first = &report.rules[0];
        assert!(
            first.conditions.iter().any(|c| planted.contains(&c.column)),
            "{name}: {:?}",
            first.conditions
        );
        assert!(
            first.validated.lift > 2.0 && first.validated.ci_low > report.churn.rate,
            "{name}"
        );
        let canary: Vec<_> = report.data.columns.iter().filter(|c| c.role == Role::Leak).collect();
        assert_eq!(canary.len(), 1, "{name}: {canary:?}");
        assert!(!canary[0].used && report.drivers.iter().all(|d| d.name != canary[0].name));
        let auc = report.evaluation.auc;
        assert!((0.78..0.92).contains(&auc.mean), "{name}: {auc:?}");
        let slope = report.evaluation.calibration.slope.unwrap().mean;
        assert!((0.8..1.25).contains(&slope), "{name}: {slope}");
    }
}

#[test]
fn a_canary_kept_by_name_stays_with_a_warning() {
    let folder = company(Industry::Telecom, 3_000, 5, true);
    let file = folder.path().join("snapshot.csv");
    let (without, _a) = analyze_file(&file, &AnalyzeOptions::default());
    let canary = without
        .report
        .data
        .columns
        .iter()
        .find(|c| c.role == Role::Leak)
        .unwrap()
        .name
        .clone();
    let options = AnalyzeOptions {
        keep: vec![canary.clone()],
        ..AnalyzeOptions::default()
    };
    let (with, _b) = analyze_file(&file, &options);
    assert!(with.report.drivers.iter().any(|d| d.name == canary));
    assert!(with.report.data.notes.iter().any(|n| n.code == "leak-kept"));
    assert!(with.report.evaluation.auc.mean > without.report.evaluation.auc.mean);
}

#[test]
fn pure_noise_ends_in_a_report_that_says_so() {
    let mut reports = Vec::new();
    for seed in 0..6usize {
        let mut text = String::from("customer_id,a,b,c,churn\n");
        for i in 0..400usize {
            let hash = |k: usize| (i * 2_654_435_761 + k + seed * 977).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            text.push_str(&format!(
                "{i},{},{},{},{}\n",
                hash(1) % 10,
                hash(2) % 90,
                hash(3) % 4,
                hash(4) % 3 / 2
            ));
        }
        let desk = crate::support::Desk::with("n.csv", text.as_bytes());
        reports.push(desk.analyze(&AnalyzeOptions::default()).unwrap().report);
    }
    let mean = reports.iter().map(|r| r.evaluation.auc.mean).sum::<f64>() / 6.0;
    assert!((0.42..0.58).contains(&mean), "{mean}");
    let rules: usize = reports.iter().map(|r| r.rules.len()).sum();
    assert!(rules <= 2, "{rules} rules about noise");
    assert!(
        reports
            .iter()
            .any(|r| r.narrative.iter().any(|p| p.text.en.contains("close to guessing")))
    );
}
