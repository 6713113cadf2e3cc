//! The days since training, one period apart: what the model said of each, and what came of it.

use holdfast_domain::day::Day;
use holdfast_engine::facts::LakeFacts;
use holdfast_learn::contract::predict::Predict;
use holdfast_stats::performance::{Estimated, Realised, estimate, realised};
use serde::Serialize;

use crate::error::AppError;
use crate::lake::Session;
use crate::models::observe::Known;
use crate::models::outcomes::Outcomes;
use crate::models::registry::file::ModelFile;
use crate::models::scoring::columns::columns;

/// One day.
#[derive(Clone, Debug, Serialize)]
pub struct Month {
    /// The day that was looked back from.
    pub as_of: Day,
    /// Customers.
    pub customers: u64,
    /// What the probabilities promise.
    pub estimated: Estimated,
    /// What came of it; absent until the outcome window is over.
    pub realised: Option<Realised>,
}

/// What was said and what came of a day.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// Customers who were still there when the outcome window began.
    pub customers: Vec<u32>,
    /// Probabilities by each model.
    pub p: Vec<Vec<f64>>,
    /// Whether they were lost; empty until the window is over.
    pub lost: Vec<bool>,
}

/// Scores a day as it would have been scored then, by several models that ask the same question.
///
/// # Errors
/// See [`columns`].
pub fn replay(
    session: &Session,
    facts: &LakeFacts,
    outcomes: &Outcomes,
    models: &[&ModelFile],
    day: i32,
) -> Result<Replay, AppError> {
    let mut out = Replay::default();
    let Some(first) = models.first() else { return Ok(out) };
    let question = &first.question;
    let present = outcomes.present(day);
    let window = question.window_days();
    if day + window <= outcomes.through + 1 {
        out.lost = (0..present.customers.len())
            .map(|row| present.lost_within(row, day, window))
            .collect();
    }
    out.customers.clone_from(&present.customers);
    let known = Known::of(day, outcomes.through);
    for model in models {
        let frame = columns(session, facts.view(), model, (day, known), present.clone())?;
        let rows: Vec<u32> = (0..frame.rows as u32).collect();
        let margins = model.fitted.model.margins(&frame, &rows);
        out.p
            .push(margins.into_iter().map(|z| model.calibrator.probability(z)).collect());
    }
    Ok(out)
}

/// The day as a line of the report, by the first model; `None` without customers.
///
/// # Errors
/// [`AppError::Stats`].
pub fn month(as_of: Day, replay: &Replay, threshold: f64) -> Result<Option<Month>, AppError> {
    let Some(p) = replay.p.first().filter(|p| !p.is_empty()) else {
        return Ok(None);
    };
    Ok(Some(Month {
        as_of,
        customers: p.len() as u64,
        estimated: estimate(p, threshold.clamp(0.0, 1.0))?,
        realised: if replay.lost.is_empty() {
            None
        } else {
            Some(realised(p, &replay.lost, &replay.customers)?)
        },
    }))
}
