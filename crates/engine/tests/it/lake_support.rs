//! A workspace of a test: files, a lake, imports at chosen instants.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;
use holdfast_domain::zone::Zone;
use holdfast_engine::error::EngineError;
use holdfast_engine::ingest::{BatchReport, Import, import};
use holdfast_engine::lake::{Lake, LakeView, Moment};
use holdfast_engine::query::{SessionSettings, json_rows, session, sql};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with a lake in it.
pub struct Shop {
    folder: TempDir,
    zone: Zone,
}

/// The instant of an ISO time with an offset, microseconds.
pub fn at(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_microsecond()
}

/// Noon in Shanghai on a day.
pub fn noon(day: &str) -> i64 {
    at(&format!("{day}T12:00:00+08:00"))
}

/// A source of files with these columns.
pub fn source(id: &str, table: &str, files: &[&str], columns: &[(&str, &str)]) -> SourceSpec {
    SourceSpec {
        id: id.to_owned(),
        table: table.to_owned(),
        files: files.iter().map(ToString::to_string).collect(),
        database: None,
        columns: columns
            .iter()
            .map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned()))
            .collect(),
        constants: BTreeMap::new(),
        amount_from: None,
        attributes: None,
        personal: Vec::new(),
        money_in_minor_units: false,
        known_at: holdfast_domain::source::KnownAt::Auto,
        watermark: None,
        encoding: None,
        delimiter: None,
        sheet: None,
        date_order: None,
    }
}

/// The usual source of events: `id,at,kind,amount`.
pub fn events(files: &[&str]) -> SourceSpec {
    source(
        "orders",
        "events",
        files,
        &[
            ("customer_id", "id"),
            ("occurred_at", "at"),
            ("kind", "kind"),
            ("amount", "amount"),
        ],
    )
}

/// The same with `no`, the source's own id.
pub fn keyed_events(files: &[&str]) -> SourceSpec {
    let mut spec = events(files);
    spec.columns.insert("event_id".to_owned(), "no".to_owned());
    spec
}

/// A refusal; anything else fails the test.
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, EngineError>) -> Refusal {
    match outcome {
        Err(EngineError::Refused(refusal)) => *refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// New, corrected, unchanged, withdrawn, rejected.
pub fn counts(report: &BatchReport) -> [u64; 5] {
    [
        report.rows_new,
        report.rows_corrected,
        report.rows_unchanged,
        report.rows_withdrawn,
        report.rows_rejected,
    ]
}

impl Shop {
    pub fn new() -> Self {
        Self::in_zone("Asia/Shanghai")
    }

    pub fn in_zone(name: &str) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            zone: Zone::named(name).unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn lake(&self) -> Lake {
        Lake::at(self.path("lake"))
    }

    pub fn run(
        &self,
        spec: &SourceSpec,
        now_us: i64,
        dry_run: bool,
        batch_id: Option<&str>,
    ) -> Result<Vec<BatchReport>, EngineError> {
        let lake = self.lake();
        import(&Import {
            lake: &lake,
            spec,
            base: self.folder.path(),
            zone: &self.zone,
            currency: "CNY",
            now_us,
            dry_run,
            batch_id,
            password: None,
            progress: &|_, _, _| {},
            waiting: &|| {},
        })
    }

    /// Imports at noon of a day.
    pub fn import(&self, spec: &SourceSpec, day: &str) -> Result<Vec<BatchReport>, EngineError> {
        self.run(spec, noon(day), false, None)
    }

    /// Imports a source of one file at noon of a day.
    pub fn one(&self, spec: &SourceSpec, day: &str) -> BatchReport {
        let mut reports = self.import(spec, day).unwrap();
        assert_eq!(reports.len(), 1);
        reports.remove(0)
    }

    pub fn view(&self) -> LakeView {
        self.lake().view(Moment::LATEST).unwrap()
    }

    /// As known at an instant.
    pub fn known_at(&self, known_by_us: i64) -> LakeView {
        let moment = Moment {
            known_by_us,
            ..Moment::LATEST
        };
        self.lake().view(moment).unwrap()
    }

    /// Every file of the lake but its lock, and its bytes.
    pub fn bytes(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        collect(&self.path("lake"), &mut found);
        found.retain(|path, _| path.file_name().is_none_or(|name| name != "lock"));
        found
    }
}

fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.insert(path.clone(), std::fs::read(path).unwrap());
        }
    }
}

/// Instants are shown in UTC, as they are kept.
fn select(view: &LakeView, text: &str) -> (Vec<String>, Vec<Value>) {
    let settings = SessionSettings {
        personal: true,
        ..SessionSettings::default()
    };
    let found = sql(&session(view, &settings).unwrap(), text, None).unwrap();
    let names = found.schema.fields().iter().map(|field| field.name().clone()).collect();
    (names, json_rows(&found.batches).unwrap())
}

/// Rows as lines of values in the order of the SELECT, `|` between them and `∅` for nothing.
pub fn lines(view: &LakeView, text: &str) -> Vec<String> {
    let (names, rows) = select(view, text);
    let cell = |value: &Value| match value {
        Value::Null => "∅".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    rows.iter()
        .map(|row| names.iter().map(|name| cell(&row[name])).collect::<Vec<_>>().join("|"))
        .collect()
}
