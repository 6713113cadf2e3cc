//! Fitting, testing on unseen customers, scoring.

use holdfast_domain::bilingual;
use holdfast_learn::contract::task::Task;
use holdfast_learn::ensemble::candidate::Candidate;
use holdfast_learn::ensemble::cross_validate::cross_validate;
use holdfast_learn::ensemble::fit::{EnsembleSettings, FittedEnsemble, fit};
use holdfast_learn::error::LearnError;
use holdfast_learn::folds::sample;
use holdfast_stats::special::sigmoid;

use super::study::{OutOfTime, Study, ValidationPlan};
use crate::progress::Progress;

/// Customers cross-validated at most; of larger tables a random sample, the final model learns from all.
const EVALUATED_AT_MOST: usize = 200_000;

/// Predictions for customers that the predicting model did not see.
pub struct Evaluated {
    /// Outcome of each evaluated customer.
    pub labels: Vec<bool>,
    /// Probability by the chosen model.
    pub probabilities: Vec<f64>,
    /// Probability by each candidate, in the order of [`Candidate::ALL`].
    pub by_candidate: [Vec<f64>; 4],
    /// Rows of the frame.
    pub rows: Vec<u32>,
    /// Fold of each customer and number of folds; `None` out of time.
    pub folds: Option<(Vec<u8>, usize)>,
    /// How often each candidate was chosen.
    pub chosen_in_folds: [u64; 4],
}

/// The final model, what is known of its quality, and everybody's score.
pub struct Modelled {
    /// The final model.
    pub model: FittedEnsemble,
    /// Predictions for unseen customers.
    pub evaluated: Evaluated,
    /// Probability of each scored customer, in the order of `study.scored`. A customer with a known outcome is scored by
    /// a model that did not see that outcome.
    pub scores: Vec<f64>,
}

/// Runs the study's validation plan, fits the final model, scores.
///
/// # Errors
/// Every [`LearnError`].
pub fn run(study: &Study, seed: u64, progress: &dyn Progress) -> Result<Modelled, LearnError> {
    progress.phase(bilingual!("训练与验证模型", "fitting and testing the model"));
    match &study.plan {
        ValidationPlan::Folds(folds) => by_folds(study, *folds, seed, progress),
        ValidationPlan::OutOfTime(plan) => out_of_time(study, plan, seed, progress),
    }
}

fn by_folds(study: &Study, folds: usize, seed: u64, progress: &dyn Progress) -> Result<Modelled, LearnError> {
    let rows = sample(&study.labelled, EVALUATED_AT_MOST, seed);
    let labels: Vec<bool> = rows.iter().map(|&r| study.labels[r as usize]).collect();
    let columns = study.frame.columns.len();
    let settings = EnsembleSettings::for_rows(rows.len() - rows.len() / folds, columns, seed);
    let total = folds as u64 + 1;
    // Customers of a very large table who were not drawn are scored by the fold models, none of which saw them.
    let mut drawn = vec![false; study.frame.rows];
    rows.iter().for_each(|&r| drawn[r as usize] = true);
    let others: Vec<u32> = study.labelled.iter().copied().filter(|&r| !drawn[r as usize]).collect();
    let mut other_scores: Vec<(u32, f64)> = Vec::with_capacity(others.len());
    let mut step = |fold: usize, fitted: &FittedEnsemble| {
        let own: Vec<u32> = others.iter().copied().skip(fold).step_by(folds).collect();
        if !own.is_empty() {
            let part = study.frame.take(&own);
            let positions: Vec<u32> = (0..own.len() as u32).collect();
            other_scores.extend(own.into_iter().zip(fitted.probabilities(&part, &positions)));
        }
        progress.advance(fold as u64 + 1, total);
    };
    let cv = if rows.len() == study.frame.rows {
        cross_validate(&study.frame, &labels, folds, &settings, &mut step)?
    } else {
        cross_validate(&study.frame.take(&rows), &labels, folds, &settings, &mut step)?
    };
    // Of the rows that were not cross-validated the final model has more to learn from: its settings follow the table.
    let final_settings = if study.labelled.len() == rows.len() {
        settings
    } else {
        EnsembleSettings::for_rows(study.labelled.len(), columns, seed)
    };
    let (model, _) = cv.fit_final(&study.frame, &study.labels, &study.labelled, &labels, &final_settings)?;
    let mut scores = model.probabilities(&study.frame, &study.scored);
    // A snapshot scores every row: position and row are the same.
    for (row, probability) in rows
        .iter()
        .copied()
        .zip(cv.probabilities.iter().copied())
        .chain(other_scores)
    {
        scores[row as usize] = probability;
    }
    let mut chosen_in_folds = [0; 4];
    cv.chosen.iter().for_each(|&c| chosen_in_folds[c as usize] += 1);
    progress.advance(total, total);
    let evaluated = Evaluated {
        labels,
        probabilities: cv.probabilities,
        by_candidate: cv.by_candidate,
        rows,
        folds: Some((cv.fold_of, folds)),
        chosen_in_folds,
    };
    Ok(Modelled {
        model,
        evaluated,
        scores,
    })
}

fn out_of_time(study: &Study, plan: &OutOfTime, seed: u64, progress: &dyn Progress) -> Result<Modelled, LearnError> {
    let task = |rows| Task {
        groups: study.groups.as_deref().unwrap_or_default(),
        ..Task::whole(&study.frame, &study.labels, rows, seed)
    };
    let (tested, choice) = fit(&task(&plan.train), &repeated(study, &plan.train, seed))?;
    progress.advance(1, 2);
    let margins = tested.margins(&study.frame, &plan.test);
    let by_candidate = Candidate::ALL.map(|candidate| {
        let blended = choice.stacks[candidate as usize].margins(&margins, plan.test.len());
        blended.into_iter().map(sigmoid).collect::<Vec<f64>>()
    });
    let mut chosen_in_folds = [0; 4];
    chosen_in_folds[choice.chosen as usize] = 1;
    let evaluated = Evaluated {
        labels: plan.test.iter().map(|&r| study.labels[r as usize]).collect(),
        probabilities: by_candidate[choice.chosen as usize].clone(),
        by_candidate,
        rows: plan.test.clone(),
        folds: None,
        chosen_in_folds,
    };
    let (components, choice) = fit(&task(&study.labelled), &repeated(study, &study.labelled, seed))?;
    let model = FittedEnsemble::new(components, &choice);
    let scores = model.probabilities(&study.frame, &study.scored);
    progress.advance(2, 2);
    Ok(Modelled {
        model,
        evaluated,
        scores,
    })
}

/// Settings for rows in which customers appear several times.
fn repeated(study: &Study, rows: &[u32], seed: u64) -> EnsembleSettings {
    let mut settings = EnsembleSettings::for_rows(rows.len(), study.frame.columns.len(), seed);
    if let Some(groups) = &study.groups {
        let mut customers: Vec<u32> = rows.iter().map(|&r| groups[r as usize]).collect();
        customers.sort_unstable();
        customers.dedup();
        settings.components = settings
            .components
            .repeated(rows.len().div_ceil(customers.len().max(1)));
    }
    settings
}
