//! Running an analysis in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};

use holdfast_app::analyze::options::AnalyzeOptions;
use holdfast_app::analyze::run::{Analysis, analyze};
use holdfast_app::error::AppError;
use holdfast_app::progress::Silent;
use holdfast_app::simulate::{Industry, Plan, to_folder};
use holdfast_domain::clock::FixedClock;
use holdfast_domain::day::Day;
use tempfile::TempDir;

/// The day that the tests take for today.
pub fn clock() -> FixedClock {
    FixedClock(Day::from_ymd(2026, 1, 15).unwrap())
}

/// A folder with one file and the place for its report.
pub struct Desk {
    _folder: TempDir,
    pub file: PathBuf,
    pub out: PathBuf,
}

impl Desk {
    pub fn with(name: &str, bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        let out = folder.path().join("out");
        Self {
            _folder: folder,
            file,
            out,
        }
    }

    pub fn analyze(&self, options: &AnalyzeOptions) -> Result<Analysis, AppError> {
        analyze(&self.file, &self.out, options, &clock(), &Silent)
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.out.join(name)).unwrap()
    }
}

/// A simulated company's folder.
pub fn company(industry: Industry, customers: u64, seed: u64, canary: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan {
        canary,
        ..Plan::new(industry, customers, seed, Day::from_ymd(2025, 12, 31).unwrap())
    };
    to_folder(&plan, folder.path(), &|_, _| ()).unwrap();
    folder
}

/// Analyses a file into a folder of its own.
pub fn analyze_file(file: &Path, options: &AnalyzeOptions) -> (Analysis, TempDir) {
    let out = tempfile::tempdir().unwrap();
    let analysis = analyze(file, out.path(), options, &clock(), &Silent).unwrap();
    (analysis, out)
}

/// A snapshot of `rows` customers as CSV; the label column is called `label_name` and written as `yes` and `no`, every
/// 50th cell blank.
pub fn snapshot_csv(rows: usize, label_name: &str, yes: &str, no: &str) -> String {
    let mut text = format!("customer_id,plan,tenure,calls,{label_name}\n");
    for i in 0..rows {
        let plan = ["A", "B", "C"][i % 3];
        let (tenure, calls) = ((i * 37) % 60, (i * 11) % 7);
        let churned = (i * 7919) % 100 < if plan == "A" { 55 } else { 12 } + if tenure < 10 { 20 } else { 0 };
        let label = match i % 50 {
            49 => "",
            _ if churned => yes,
            _ => no,
        };
        text.push_str(&format!("{i:05},{plan},{tenure},{calls},{label}\n"));
    }
    text
}
