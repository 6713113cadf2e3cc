//! What can be done with models: list, promote, roll back.

use std::io::Write;
use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_domain::refusal::Refusal;
use holdfast_onnx::about::About;
use holdfast_onnx::fitted::export_scaled;
use serde::Serialize;

use super::card::card;
use super::record::RunRecord;
use super::store::{Event, Locked, Register, Registry};
use crate::error::AppError;
use crate::models::training::figures::Figure;

/// A model in the list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// `champion`, `challenger`, or absent.
    pub role: Option<&'static str>,
    /// When it was trained.
    pub created_at: String,
    /// What won.
    pub title: Bilingual,
    /// Days of its outcome window.
    pub horizon_days: i32,
    /// Id of its churn definition.
    pub definition: String,
    /// Last day of the data that it learned from.
    pub through: Day,
    /// AUC of its winner on later days.
    pub auc: Option<Figure>,
    /// Log loss.
    pub log_loss: Option<Figure>,
}

/// All models, oldest first.
///
/// # Errors
/// A registry that cannot be read.
pub fn list(registry: &Registry) -> Result<Vec<Listed>, AppError> {
    let register = registry.read()?;
    registry
        .ids()?
        .into_iter()
        .map(|id| {
            let record = registry.record(&id)?;
            Ok(Listed {
                role: role(&register, &id),
                created_at: record.created_at,
                title: record.title,
                horizon_days: record.question.window_days(),
                definition: record.question.definition,
                through: record.through,
                auc: record.figures.auc,
                log_loss: record.figures.log_loss,
                id,
            })
        })
        .collect()
}

fn role(register: &Register, id: &str) -> Option<&'static str> {
    if register.champion.as_deref() == Some(id) {
        Some("champion")
    } else if register.challenger.as_deref() == Some(id) {
        Some("challenger")
    } else {
        None
    }
}

/// Puts a model to use; the one before becomes the challenger.
///
/// # Errors
/// `no-such-model`, `damaged-registry` for a model whose file cannot score.
pub fn promote(registry: &Registry, id: &str, now: &str) -> Result<Register, AppError> {
    // A model that cannot be read would stop every later scoring.
    registry.model(id)?;
    put_to_use(registry.lock()?, id, now, "promoted")
}

/// Puts the model to use that was in use before the present one; once more goes one further back.
///
/// # Errors
/// `nothing-before` where there was none.
pub fn roll_back(registry: &Registry, now: &str) -> Result<Register, AppError> {
    // Locked first: what is in use must not change between looking and going back.
    let locked = registry.lock()?;
    let before = in_use_before(&locked.register).ok_or_else(|| {
        Refusal::new(
            "nothing-before",
            Bilingual::new("现用模型之前没有别的模型", "no model was in use before the present one"),
            Bilingual::new(
                "用 holdfast models list 看有哪些模型，用 promote 启用其中一个",
                "see holdfast models list, and promote one of them",
            ),
        )
    })?;
    registry.model(&before)?;
    put_to_use(locked, &before, now, "rolled_back")
}

/// The model below the present one, where every promotion lays one on top and every step back takes it off.
fn in_use_before(register: &Register) -> Option<String> {
    let mut stack: Vec<&str> = Vec::new();
    for event in &register.events {
        match event.action.as_str() {
            "promoted" => stack.push(&event.id),
            "rolled_back" => {
                stack.pop();
            }
            _ => {}
        }
    }
    stack.pop();
    stack.pop().map(str::to_owned)
}

fn put_to_use(mut locked: Locked, id: &str, now: &str, action: &str) -> Result<Register, AppError> {
    let register = &mut locked.register;
    let before = register.champion.clone();
    if before.as_deref() == Some(id) {
        return Ok(register.clone());
    }
    register.events.push(Event {
        at: now.to_owned(),
        action: action.to_owned(),
        id: id.to_owned(),
        before: before.clone(),
    });
    register.challenger = before;
    register.champion = Some(id.to_owned());
    locked.save()
}

/// Writes a model with its calibration as an ONNX file, so that another system scores with exactly this model.
///
/// # Errors
/// `no-such-model`, `not-exportable` for a kind of model that ONNX has no form for, a file that cannot be written.
pub fn export_onnx(registry: &Registry, id: &str, out: &Path) -> Result<(), AppError> {
    let (model, record) = (registry.model(id)?, registry.record(id)?);
    let text = card(&record, Lang::Zh) + "\n" + &card(&record, Lang::En);
    let about = About {
        model_id: id,
        program_version: env!("CARGO_PKG_VERSION"),
        card: &text,
    };
    let (intercept, slope) = model.calibrator.line().unwrap_or((0.0, 1.0));
    let bytes = export_scaled(&model.fitted, intercept, slope, &about).map_err(|error| {
        let cause = error.to_string();
        Refusal::new(
            "not-exportable",
            bilingual!("不能导出为 ONNX：{cause}", "it cannot be exported to ONNX: {cause}"),
            Bilingual::new(
                "用 --candidates logistic、additive 或 boosting 训练一个可导出的模型",
                "train a model that can: --candidates logistic, additive or boosting",
            ),
        )
        .with_value(id)
    })?;
    let failed = |source| AppError::Write {
        path: out.to_path_buf(),
        source,
    };
    let folder = out
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(&bytes).map_err(failed)?;
    file.persist(out).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Two models beside each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// The first.
    pub a: RunRecord,
    /// The second.
    pub b: RunRecord,
    /// Whether they answer the same question, so that figures can be compared at all.
    pub same_question: bool,
    /// Whether they were judged by the same days; else a difference may be the days'.
    pub same_days: bool,
}

/// What is known of two models.
///
/// # Errors
/// `no-such-model`.
pub fn compare(registry: &Registry, a: &str, b: &str) -> Result<Compared, AppError> {
    let (a, b) = (registry.record(a)?, registry.record(b)?);
    let days = |record: &RunRecord| record.by_cutoff.iter().map(|(day, _)| *day).collect::<Vec<Day>>();
    Ok(Compared {
        same_question: a.question.asks_the_same(&b.question),
        same_days: days(&a) == days(&b),
        a,
        b,
    })
}
