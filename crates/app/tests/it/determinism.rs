//! The same input, seed and version give the same bytes, on any number of threads.

use holdfast_app::analyze::options::AnalyzeOptions;
use holdfast_app::analyze::run::analyze;
use holdfast_app::progress::Silent;
use holdfast_app::simulate::Industry;
use holdfast_report::model::report::Report;

use crate::support::{Desk, clock, company, snapshot_csv};

#[test]
fn byte_identical_on_one_and_on_three_threads() {
    let folder = company(Industry::Shop, 2_500, 2, false);
    let run = |file: &str, threads: usize| {
        let out = tempfile::tempdir().unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            analyze(
                &folder.path().join(file),
                out.path(),
                &AnalyzeOptions::default(),
                &clock(),
                &Silent,
            )
            .unwrap();
        });
        ["report.json", "scores.csv", "report.html"].map(|name| std::fs::read(out.path().join(name)).unwrap())
    };
    for file in ["snapshot.csv", "events.csv"] {
        let [one, three] = [run(file, 1), run(file, 3)];
        assert!(one == three, "{file} differs between one and three threads");
    }
}

#[test]
fn the_seed_matters_and_is_written_down() {
    let desk = Desk::with("c.csv", snapshot_csv(400, "Churn", "Yes", "No").as_bytes());
    let first = desk.analyze(&AnalyzeOptions::default()).unwrap();
    let other = desk
        .analyze(&AnalyzeOptions {
            seed: 2,
            ..AnalyzeOptions::default()
        })
        .unwrap();
    assert_ne!(first.json, other.json);
    assert_eq!(other.report.seed, 2);
}

#[test]
fn report_json_reads_back_as_the_report_it_came_from() {
    let desk = Desk::with("c.csv", snapshot_csv(400, "Churn", "Yes", "No").as_bytes());
    let analysis = desk.analyze(&AnalyzeOptions::default()).unwrap();
    let read: Report = serde_json::from_slice(&desk.bytes("report.json")).unwrap();
    assert_eq!(read.churn.churned, analysis.report.churn.churned);
    let scores = desk.bytes("scores.csv");
    assert!(scores.starts_with("\u{feff}id,probability,level,".as_bytes()));
    let mut reader = csv::Reader::from_reader(&scores[3..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 400);
    assert_eq!(&rows[7][0], "00007", "leading zeros are kept");
    assert!(rows.iter().all(|r| (0.0..=1.0).contains(&r[1].parse::<f64>().unwrap())));
}
