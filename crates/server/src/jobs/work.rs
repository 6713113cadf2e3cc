//! What each kind of job is.

use holdfast_app::error::AppError;
use holdfast_app::lake::{ImportOptions, Refreshed, Session, When, refresh};
use holdfast_app::models::cycle::cycle;
use holdfast_app::models::scoring::run::{ScoreOptions, Scored, score};
use holdfast_app::models::training::options::TrainOptions;
use holdfast_app::models::training::run::{Around, Trained, train};
use holdfast_app::models::watching::run::{Watched, watch};
use holdfast_app::quality::batches::rfc3339;
use serde_json::{Value, json};

use super::job::{Job, JobKind, JobOptions};
use super::queue::Inner;
use super::report::Reporter;

/// Does a job and says what came of it.
pub(super) fn work(inner: &Inner, job: &Job, reporter: &Reporter<'_>) -> Result<Value, AppError> {
    let session = Session::open(&inner.folder)?;
    let now_us = (inner.now)();
    let options = &job.options;
    let import = ImportOptions {
        source: options.source.as_deref().filter(|_| job.kind == JobKind::Import),
        dry_run: false,
        batch_id: None,
        now_us,
        environment: &|name| (inner.environment)(name),
    };
    match job.kind {
        JobKind::Refresh | JobKind::Import => Ok(refreshed(&refresh(&session, &import, reporter)?)),
        JobKind::Train => Ok(trained(&train_now(inner, &session, options, now_us, reporter)?)),
        JobKind::Score => {
            let options = ScoreOptions {
                model: options.model.clone(),
                ..ScoreOptions::default()
            };
            scored(&score(&session, &options, now_us, reporter)?)
        }
        JobKind::Watch => Ok(watched(&watch(&session, &When::default(), reporter)?)),
        JobKind::Cycle => {
            let cycled = cycle(&session, &import, &When::default(), 0, reporter)?;
            Ok(json!({
                "refreshed": refreshed(&cycled.refreshed),
                "watched": watched(&cycled.watched),
                "scored": cycled.scored.as_ref().map(scored).transpose()?,
            }))
        }
    }
}

fn train_now(
    inner: &Inner,
    session: &Session,
    options: &JobOptions,
    now_us: i64,
    reporter: &Reporter<'_>,
) -> Result<Trained, AppError> {
    let usual = TrainOptions::default();
    let asked = TrainOptions {
        definition: options.definition.clone(),
        horizon_days: options.horizon_days,
        gap_days: options.gap_days,
        cutoffs: options.cutoffs.map(|cutoffs| cutoffs as usize),
        candidates: options.candidates.clone(),
        minutes: options.minutes.unwrap_or(usual.minutes),
        seed: options.seed.unwrap_or(usual.seed),
        promote: options.promote,
        ..usual
    };
    let around = Around {
        now: rfc3339(now_us).unwrap_or_default(),
        elapsed_s: &|| ((inner.now)() - now_us) as f64 / 1e6,
        progress: reporter,
    };
    train(session, &asked, &around)
}

/// Counts alone: what was rejected is in the lake, where values are masked for whoever may not see them.
fn refreshed(refreshed: &Refreshed) -> Value {
    let batches: Vec<Value> = refreshed
        .batches
        .iter()
        .map(|batch| {
            json!({
                "batch_id": batch.batch_id,
                "source": batch.source,
                "table": batch.table,
                "file": batch.file.rsplit(['/', '\\']).next().unwrap_or(&batch.file),
                "outcome": batch.outcome,
                "rows_read": batch.rows_read,
                "rows_new": batch.rows_new,
                "rows_corrected": batch.rows_corrected,
                "rows_unchanged": batch.rows_unchanged,
                "rows_withdrawn": batch.rows_withdrawn,
                "rows_rejected": batch.rows_rejected,
                "values_rejected": batch.values_rejected,
                "customers_new": batch.customers_new,
                "notes": batch.notes,
            })
        })
        .collect();
    json!({ "batches": batches })
}

fn trained(trained: &Trained) -> Value {
    let record = &trained.record;
    json!({
        "model_id": record.id,
        "champion": trained.champion,
        "title": record.title,
        "figures": record.figures,
    })
}

fn scored(scored: &Scored) -> Result<Value, AppError> {
    let mut value = serde_json::to_value(scored)?;
    if let Some(fields) = value.as_object_mut() {
        // Single customers are for those who may see them.
        fields.remove("top");
        fields.remove("migration");
    }
    Ok(value)
}

fn watched(watched: &Watched) -> Value {
    json!({
        "model_id": watched.model_id,
        "as_of": watched.as_of,
        "action": watched.verdict.action,
        "title": watched.title,
        "advice": watched.advice,
        "reasons": watched.reasons,
    })
}
