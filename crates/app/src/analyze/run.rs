//! The use case: file in, report out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::clock::Clock;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::role::Role;
use holdfast_engine::read::{ReadTable, read};
use holdfast_report::html::to_html;
use holdfast_report::json::to_json;
use holdfast_report::model::data::{DataSection, Note, Severity};
use holdfast_report::model::report::{Report, SCHEMA_VERSION};

use super::figures::narrative::{Told, tell};
use super::figures::reasons::Evidence;
use super::figures::{
    churn, differences, drivers, economics, evaluation, groups, reasons, rules, shapes, slices, survival, thresholds,
    value, warnings,
};
use super::options::AnalyzeOptions;
use super::study::Study;
use super::understand::names::Name;
use super::understand::shape::{self, Layout};
use super::write::scores::{ScoreTable, write as write_scores};
use super::{events, model, snapshot};
use crate::error::AppError;
use crate::outputs::{Output, write_all};
use crate::progress::Progress;

/// What an analysis gives.
pub struct Analysis {
    /// The report as data.
    pub report: Report,
    /// The report as it stands in `report.json`.
    pub json: String,
    /// The files that were written: report.html, report.json, scores.csv.
    pub files: Vec<PathBuf>,
}

/// Analyses one table and writes the report into `out`.
///
/// # Errors
/// [`AppError::Refused`] for input that cannot be analysed (nothing is written), [`AppError::Write`] when a file cannot
/// be written (nothing half written is left), others when a model or figure fails.
pub fn analyze(
    path: &Path,
    out: &Path,
    options: &AnalyzeOptions,
    clock: &dyn Clock,
    progress: &dyn Progress,
) -> Result<Analysis, AppError> {
    let options = with_roles(options);
    progress.phase(bilingual!("读取数据", "reading"));
    let input = read(path, &options.read, &|done, total| progress.advance(done, total))?;
    let head = Head::new(&input);
    let study = study(input, &options, clock).map_err(|refusal| named(refusal, &head.file))?;
    let modelled = model::run(&study, options.seed, progress)?;

    progress.phase(bilingual!("计算原因与图表", "explaining"));
    let slices = slices::cut(&study.frame, &study.words, &study.described, options.seed);
    let terms = economics::terms(&study, &options.economics);
    let churn = churn::section(&study, &slices)?;
    let evaluation = evaluation::section(&study, &modelled.evaluated, &terms, options.seed)?;
    let drivers = drivers::section(&study, &modelled, &slices, options.seed);
    let rules = rules::section(&study, options.seed)?;
    let (segments, division) = groups::section(&study, &drivers, options.seed)?;
    let thresholds = thresholds::section(&study, &modelled, &terms, &options)?;
    let top = reasons::strongest(&study, &modelled);
    let evidence = Evidence::new(&study, &slices);
    let warnings = warnings::section(&study, &modelled, &thresholds, &top, &evidence, &slices);
    let value = value::section(&study, &modelled.scores);
    let narrative = tell(&Told {
        study: &study,
        file: &head.file,
        churn: &churn,
        evaluation: &evaluation,
        drivers: &drivers,
        rules: &rules,
        segments: &segments,
        value: value.as_ref(),
        thresholds: &thresholds,
        warnings: &warnings,
    });
    let report = Report {
        schema_version: SCHEMA_VERSION.to_owned(),
        holdfast_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        narrative,
        survival: survival::section(&study, &slices, &churn.by_segment),
        data: head.section(&study),
        differences: differences::compare(&study)?,
        model: evaluation::model_section(&study, &modelled)?,
        curves: evaluation::curves(&modelled.evaluated, &terms)?,
        events: study
            .events
            .as_ref()
            .map(|events| events::rfm::with_scores(events, &study, &modelled.scores)),
        churn,
        evaluation,
        drivers,
        shapes: shapes::section(&study, &modelled),
        rules,
        segments,
        division,
        value,
        thresholds: thresholds.clone(),
        warnings,
    };
    progress.phase(bilingual!("写出报告", "writing"));
    let json = to_json(&report)?;
    let html = to_html(&report, options.lang);
    let table = ScoreTable {
        study: &study,
        scores: &modelled.scores,
        reasons: &top,
        evidence: &evidence,
        slices: &slices,
        thresholds: &thresholds,
        lang: options.lang,
    };
    let files = write_all(
        out,
        &[
            Output {
                name: "report.html",
                write: Box::new(|w| w.write_all(html.as_bytes())),
            },
            Output {
                name: "report.json",
                write: Box::new(|w| w.write_all(json.as_bytes())),
            },
            Output {
                name: "scores.csv",
                write: Box::new(|w| write_scores(&table, w)),
            },
        ],
    )?;
    Ok(Analysis { report, json, files })
}

/// Understands the table and turns it into a study.
fn study(input: ReadTable, options: &AnalyzeOptions, clock: &dyn Clock) -> Result<Study, Refusal> {
    let names: Vec<Name> = input.table.columns.iter().map(|c| Name::new(&c.name)).collect();
    let table = &input.table;
    let options = &options.spelt(|name| Ok(table.columns[shape::index_of(table, name)?].name.clone()))?;
    match shape::find(table, &names, options)? {
        Layout::Snapshot { target, id } => snapshot::build::build(input.table, &names, target, id, options, clock),
        Layout::EventLog { id, time } => events::build::build(input.table, &names, id, time, options, clock),
    }
}

/// Roles from the overrides that name the id, the label, the time or the amount act like the options of that name.
fn with_roles(options: &AnalyzeOptions) -> AnalyzeOptions {
    let mut options = options.clone();
    let mut rest = BTreeMap::new();
    for (column, role) in std::mem::take(&mut options.roles) {
        match role {
            Role::Id => options.id = options.id.or(Some(column.clone())),
            Role::Target => options.target = options.target.or(Some(column.clone())),
            Role::Time => options.time = options.time.or(Some(column.clone())),
            Role::Amount => options.amount = options.amount.or(Some(column.clone())),
            _ => {}
        }
        rest.insert(column, role);
    }
    options.roles = rest;
    options.read.as_text.extend(options.id.clone());
    options
}

fn named(mut refusal: Refusal, file: &str) -> Refusal {
    refusal.file.get_or_insert_with(|| file.to_owned());
    refusal
}

/// What is kept of the input when its values have moved into the study.
struct Head {
    file: String,
    decoding: holdfast_domain::lang::Bilingual,
    rows: u64,
    notes: Vec<Note>,
}

impl Head {
    fn new(input: &ReadTable) -> Self {
        let notes = input
            .notes
            .iter()
            .map(|n| Note {
                severity: Severity::Info,
                code: n.code.to_owned(),
                count: n.count,
                text: n.text.clone(),
            })
            .collect();
        Self {
            file: input.file.clone(),
            decoding: input.decoding.clone(),
            rows: input.table.rows as u64,
            notes,
        }
    }

    fn section(self, study: &Study) -> DataSection {
        let mut notes: Vec<Note> = study.notes.iter().cloned().chain(self.notes).collect();
        notes.sort_by_key(|n| n.severity);
        DataSection {
            file: self.file,
            decoding: self.decoding,
            shape: study.shape,
            rows: self.rows,
            rows_used: study.rows_used,
            customers: study.described.len() as u64,
            as_of: study.as_of,
            watermark: study.watermark,
            columns: study.columns.clone(),
            notes,
        }
    }
}
