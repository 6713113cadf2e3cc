//! Companies that the tests of models share: simulated, made into a lake, trained once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use holdfast_app::error::AppError;
use holdfast_app::lake::{ImportOptions, Rows, Session, When, refresh, sql};
use holdfast_app::models::registry::store::Registry;
use holdfast_app::models::scoring::run::{ScoreOptions, Scored, score};
use holdfast_app::models::training::options::TrainOptions;
use holdfast_app::models::training::run::{Around, Trained, train};
use holdfast_app::models::watching::run::{Watched, watch};
use holdfast_app::progress::Silent;
use holdfast_app::simulate::Industry;
use holdfast_domain::day::Day;
use holdfast_domain::refusal::Refusal;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::company;

/// The present of the tests: 2026-02-02.
pub const NOW_US: i64 = 1_770_000_000_000_000;

pub fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// A workspace in a folder of its own.
pub struct Lab {
    folder: TempDir,
}

impl Lab {
    /// A simulated company, not imported yet.
    pub fn of(industry: Industry, customers: u64, seed: u64) -> Self {
        Self {
            folder: company(industry, customers, seed, false),
        }
    }

    /// A workspace of one's own making.
    pub fn empty(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("holdfast.toml"), config).unwrap();
        Self { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn session(&self) -> Session {
        Session::open(self.path()).unwrap()
    }

    pub fn registry(&self) -> Registry {
        Registry::of(self.path())
    }

    /// Another workspace with the same files, lake and models.
    pub fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_all(self.path(), folder.path());
        Self { folder }
    }

    /// Puts one text of a file in place of another, which must be there.
    pub fn edit(&self, file: &str, from: &str, to: &str) -> &Self {
        let path = self.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replace(from, to)).unwrap();
        self
    }

    pub fn table(&self, file: &str) -> Csv {
        let mut reader = csv::Reader::from_path(self.path().join(file)).unwrap();
        Csv {
            heads: reader.headers().unwrap().iter().map(str::to_owned).collect(),
            rows: reader
                .records()
                .map(|row| row.unwrap().iter().map(str::to_owned).collect())
                .collect(),
        }
    }

    pub fn put(&self, file: &str, table: &Csv) -> &Self {
        let mut writer = csv::Writer::from_path(self.path().join(file)).unwrap();
        writer.write_record(&table.heads).unwrap();
        for row in &table.rows {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
        self
    }

    /// Changes a file's rows.
    pub fn rows(&self, file: &str, change: impl FnOnce(&mut Csv)) -> &Self {
        let mut table = self.table(file);
        change(&mut table);
        self.put(file, &table)
    }

    pub fn refresh(&self) -> &Self {
        self.refresh_at(NOW_US)
    }

    pub fn refresh_at(&self, now_us: i64) -> &Self {
        let options = ImportOptions {
            source: None,
            dry_run: false,
            batch_id: None,
            now_us,
            environment: &|_| None,
        };
        refresh(&self.session(), &options, &Silent).unwrap();
        self
    }

    pub fn try_train(&self, options: &TrainOptions) -> Result<Trained, AppError> {
        let around = Around {
            now: "2026-02-02T02:40:00Z".to_owned(),
            elapsed_s: &|| 0.0,
            progress: &Silent,
        };
        train(&self.session(), options, &around)
    }

    pub fn train(&self, options: &TrainOptions) -> Trained {
        self.try_train(options).unwrap()
    }

    pub fn try_score(&self, as_of: Option<Day>, model: Option<&str>) -> Result<Scored, AppError> {
        let options = ScoreOptions {
            when: When {
                as_of,
                as_known_at: None,
            },
            model: model.map(str::to_owned),
            top: 20,
        };
        score(&self.session(), &options, NOW_US, &Silent)
    }

    pub fn score(&self, as_of: Option<Day>) -> Scored {
        self.try_score(as_of, None).unwrap()
    }

    pub fn watch(&self, as_of: Option<Day>) -> Watched {
        let when = When {
            as_of,
            as_known_at: None,
        };
        watch(&self.session(), &when, &Silent).unwrap()
    }

    pub fn sql(&self, text: &str) -> Rows {
        sql(&self.session(), text, None, false, &When::default()).unwrap()
    }

    /// Scores of a day and model by customer: every column but the customer's key and the time of scoring.
    pub fn scores(&self, as_of: Day, model: &str) -> BTreeMap<String, Value> {
        let rows = self.sql(&format!(
            "SELECT c.customer_id AS of_customer, s.* FROM scores s JOIN customers c ON s.customer_key = c.customer_key \
             WHERE s.as_of = '{as_of}' AND s.model_id = '{model}'"
        ));
        assert!(!rows.truncated);
        rows.rows
            .into_iter()
            .map(|mut row| {
                let fields = row.as_object_mut().unwrap();
                fields.remove("customer_key");
                fields.remove("scored_at");
                let customer = fields.remove("of_customer").unwrap();
                (customer.as_str().unwrap().to_owned(), row)
            })
            .collect()
    }
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A file of sources.
pub struct Csv {
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Csv {
    pub fn at(&self, column: &str) -> usize {
        self.heads
            .iter()
            .position(|head| head == column)
            .unwrap_or_else(|| panic!("{column}"))
    }

    /// Keeps rows by the text of one column.
    pub fn keep(&mut self, column: &str, wanted: impl Fn(&str) -> bool) {
        let at = self.at(column);
        self.rows.retain(|row| wanted(&row[at]));
    }

    /// Changes the texts of one column.
    pub fn change(&mut self, column: &str, change: impl Fn(&str) -> String) {
        let at = self.at(column);
        for row in &mut self.rows {
            row[at] = change(&row[at]);
        }
    }
}

/// A quick training.
pub fn quick(candidates: &[&str], cutoffs: usize) -> TrainOptions {
    TrainOptions {
        candidates: candidates.iter().map(|&name| name.to_owned()).collect(),
        cutoffs: Some(cutoffs),
        ..TrainOptions::default()
    }
}

/// The refusal in an error.
pub fn refusal(error: &AppError) -> &Refusal {
    match error {
        AppError::Refused(refusal) => refusal,
        other => panic!("no refusal: {other}"),
    }
}

/// A shop, trained on all of its history.
pub static SHOP: LazyLock<(Lab, Trained)> = LazyLock::new(|| {
    let lab = Lab::of(Industry::Shop, 1500, 41);
    lab.refresh();
    let trained = lab.train(&quick(&["logistic", "boosting"], 7));
    (lab, trained)
});

/// A telephone company, trained on all of its history.
pub static TELECOM: LazyLock<(Lab, Trained)> = LazyLock::new(|| {
    let lab = Lab::of(Industry::Telecom, 1800, 42);
    lab.refresh();
    let trained = lab.train(&quick(&["logistic", "boosting"], 7));
    (lab, trained)
});
