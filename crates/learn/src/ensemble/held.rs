//! Log-odds of rows that the components did not learn from, within the rows that may be learned from.

use rayon::prelude::*;

use super::candidate::COMPONENTS;
use super::components::{ComponentSettings, Judged};
use crate::boost::contract as boosting;
use crate::contract::predict::Predict;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::folds::{check_classes, stratified};
use crate::logistic::contract as logistic;

/// Held-out log-odds by component, and the outcomes.
pub(super) struct Held {
    pub margins: [Vec<f64>; COMPONENTS],
    pub labels: Vec<bool>,
}

/// Inner folds where a component does not hold out rows of its own.
const FOLDS: usize = 4;
/// Tells the draw of the inner folds from others.
const DRAW: u64 = 0x1ed;

/// The additive model's bags and the boosters' parts hold rows out as they are; the logistic regression is fitted again without them.
pub(super) fn out(task: &Task, judged: &Judged, settings: &ComponentSettings) -> Result<Held, LearnError> {
    let by_boosting = if judged.boosting.iter().any(Option::is_some) {
        judged.boosting.clone()
    } else {
        let settings = settings.boosting(task);
        in_folds(task, |task, rows| {
            Ok(boosting::fit(task, &settings)?.margins(task.frame, rows))
        })?
    };
    let both: Vec<usize> = (0..task.rows.len())
        .filter(|&at| judged.additive[at].is_some() && by_boosting[at].is_some())
        .collect();
    // Rows of one customer, and equal rows, are held out together by both: what is left shares no customer with them.
    let by_logistic = if 2 * both.len() > task.rows.len() {
        in_folds(task, |task, rows| {
            Ok(logistic::fit(task, &settings.logistic)?.margins(task.frame, rows))
        })?
    } else {
        let mut kept = vec![true; task.rows.len()];
        both.iter().for_each(|&at| kept[at] = false);
        let learn: Vec<u32> = (0..kept.len()).filter(|&at| kept[at]).map(|at| task.rows[at]).collect();
        let held: Vec<u32> = both.iter().map(|&at| task.rows[at]).collect();
        let fitted = logistic::fit(&task.on(&learn), &settings.logistic)?;
        let mut out = vec![None; task.rows.len()];
        for (&at, margin) in both.iter().zip(fitted.margins(task.frame, &held)) {
            out[at] = Some(margin);
        }
        out
    };
    let mut held = Held {
        margins: Default::default(),
        labels: Vec::with_capacity(both.len()),
    };
    for at in both {
        if let (Some(a), Some(b), Some(c)) = (by_logistic[at], judged.additive[at], by_boosting[at]) {
            held.margins.iter_mut().zip([a, b, c]).for_each(|(own, z)| own.push(z));
            held.labels.push(task.label(task.rows[at]));
        }
    }
    Ok(held)
}

/// Log-odds of all rows of a task by models that have not seen the row's fold. Rows of one customer share a fold.
fn in_folds(
    task: &Task,
    margins: impl Fn(&Task, &[u32]) -> Result<Vec<f64>, LearnError> + Sync,
) -> Result<Vec<Option<f64>>, LearnError> {
    let labels: Vec<bool> = task.rows.iter().map(|&row| task.label(row)).collect();
    let churned = labels.iter().filter(|&&label| label).count();
    check_classes(labels.len(), churned, 2)?;
    let folds = churned.min(labels.len() - churned).min(FOLDS);
    let groups: Vec<u32> = match task.groups {
        [] => Vec::new(),
        groups => task.rows.iter().map(|&row| groups[row as usize]).collect(),
    };
    let groups = (!groups.is_empty()).then_some(groups.as_slice());
    let fold_of = stratified(&labels, groups, folds, task.seed ^ DRAW)?;
    let parts: Vec<(Vec<usize>, Vec<f64>)> = (0..folds)
        .into_par_iter()
        .map(|fold| {
            let (held, learn): (Vec<usize>, Vec<usize>) =
                (0..task.rows.len()).partition(|&at| usize::from(fold_of[at]) == fold);
            let rows = |places: &[usize]| -> Vec<u32> { places.iter().map(|&at| task.rows[at]).collect() };
            let found = margins(&task.on(&rows(&learn)), &rows(&held))?;
            Ok((held, found))
        })
        .collect::<Result<_, LearnError>>()?;
    let mut out = vec![None; task.rows.len()];
    for (held, found) in parts {
        held.into_iter()
            .zip(found)
            .for_each(|(at, margin)| out[at] = Some(margin));
    }
    Ok(out)
}
