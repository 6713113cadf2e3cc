//! The import of an upload, dry: what would be taken, what would be refused and why. Nothing is written.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::zone::Zone;
use holdfast_engine::error::EngineError;
use holdfast_engine::ingest::{self, BatchOutcome, BatchReport, Import};
use holdfast_engine::lake::Lake;
use holdfast_engine::query::masked;

use super::accept::{Setting, planned};
use super::draft::{Draft, Fate, draft};
use super::place::{FOLDER, UploadRecord, Uploads};
use crate::error::AppError;
use crate::workspace::init::look::beginning;

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trial {
    /// Why it cannot be done at all: the mapping does not hold together, or no row fits it.
    pub problems: Vec<Refusal>,
    /// What would be taken and what not; absent where it cannot be done.
    pub report: Option<BatchReport>,
    /// Exactly this was imported before.
    pub already_there: bool,
    /// Only the beginning of a very large file was tried.
    pub sampled: bool,
    /// What somebody should know of the whole.
    pub notes: Vec<Bilingual>,
}

/// Tries an upload. `unmasked`: whether the reader may see personal values as they are.
///
/// # Errors
/// `no-such-upload`; whatever the reader refuses; a lake that cannot be read. What is wrong with the mapping is an answer and no error.
pub fn trial(uploads: &Uploads, record: &UploadRecord, setting: Setting, unmasked: bool) -> Result<Trial, AppError> {
    let path = format!("{FOLDER}/{}/{}", record.id, record.stored);
    let draft = draft(uploads, record, &path)?;
    let mut out = Trial::default();
    if let Fate::Unusable(_, why) = &draft.fate {
        out.problems.push(super::accept::unusable(&record.file, why));
        return Ok(out);
    }
    let personal = personal(&draft);
    let plan = match planned(uploads, draft, &path, setting) {
        Ok(plan) => plan,
        Err(AppError::Refused(refusal)) => {
            out.problems.push(*refusal);
            return Ok(out);
        }
        Err(other) => return Err(other),
    };
    out.notes = plan.notes;
    let root = uploads.workspace();
    let zone = Zone::named(&plan.config.time_zone)?;
    let Some(spec) = plan.config.source(&plan.source) else {
        return Ok(out);
    };
    // One file more: the others of the source are not tried again.
    let mut spec = spec.clone();
    let part = beginning(&uploads.file(record)?);
    out.sampled = part.is_some();
    spec.files = vec![part.as_ref().map_or(path, |part| part.path().display().to_string())];
    let job = Import {
        lake: &Lake::at(root.join(&plan.config.lake)),
        spec: &spec,
        base: root,
        zone: &zone,
        currency: &plan.config.currency,
        now_us: setting.now_us,
        dry_run: true,
        batch_id: None,
        password: None,
        progress: &|_, _, _| (),
        waiting: &|| (),
    };
    match ingest::import(&job) {
        Ok(reports) => out.report = reports.into_iter().next(),
        Err(EngineError::Refused(refusal)) => out.problems.push(refusal.in_file(record.file.as_str())),
        Err(other) => return Err(other.into()),
    }
    if let Some(report) = &mut out.report {
        report.file.clone_from(&record.file);
        out.already_there = report.outcome == BatchOutcome::AlreadyThere;
    }
    if !unmasked {
        hide(&mut out, &personal);
    }
    Ok(out)
}

/// Columns of the file that are personal, whatever they are mapped to.
fn personal(draft: &Draft) -> Vec<String> {
    let found = draft.facts.columns.iter().filter(|fact| fact.personal);
    let by_hand = draft.suggestion().map(|suggestion| suggestion.spec.personal.clone());
    found
        .map(|fact| fact.column.clone())
        .chain(by_hand.into_iter().flatten())
        .collect()
}

fn hide(trial: &mut Trial, personal: &[String]) {
    let is_personal = |column: &Option<String>| column.as_ref().is_some_and(|column| personal.contains(column));
    let rejects = trial.report.iter_mut().flat_map(|report| &mut report.rejects);
    for reject in rejects.filter(|reject| is_personal(&reject.column)) {
        reject.value = reject.value.as_deref().map(masked);
    }
    for problem in trial.problems.iter_mut().filter(|problem| is_personal(&problem.column)) {
        problem.value = problem.value.as_deref().map(masked);
    }
}
