//! Folds that depend on what a row says, not on where it stands.

use std::collections::BTreeMap;

use crate::contract::row_key::row_keys;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::folds::check_classes;

/// The fold of each row of `task.rows`, below `folds`, by [`row_keys`]: equal rows and rows of one customer share a fold, the order of rows
/// does not matter, and each fold holds nearly the same number of different churners (customers who churned in any of their rows) and of
/// others.
///
/// # Errors
/// [`LearnError::OneClass`]; [`LearnError::TooFewOfClass`] where a class has fewer different rows or customers than `folds`.
pub fn keyed_folds(task: &Task, folds: usize, stream: u64) -> Result<Vec<u8>, LearnError> {
    let churned = task.rows.iter().filter(|&&row| task.label(row)).count();
    check_classes(task.rows.len(), churned, 1)?;
    let keys = row_keys(task, stream);
    let mut class_of: BTreeMap<u64, bool> = BTreeMap::new();
    for (&key, &row) in keys.iter().zip(task.rows) {
        *class_of.entry(key).or_default() |= task.label(row);
    }
    // Keys rise like random numbers, so counting through a class in their order is a random division.
    let mut counts = [0_usize; 2];
    let fold_of: BTreeMap<u64, u8> = class_of
        .into_iter()
        .map(|(key, churned)| {
            let count = &mut counts[usize::from(churned)];
            let fold = (*count % folds.max(1)) as u8;
            *count += 1;
            (key, fold)
        })
        .collect();
    let found = counts[0].min(counts[1]);
    if found < folds {
        return Err(LearnError::TooFewOfClass { found, needed: folds });
    }
    Ok(keys.iter().map(|key| fold_of.get(key).copied().unwrap_or(0)).collect())
}

/// As [`keyed_folds`] with as many folds as the rarer class allows, from 2 to `most`; with the number of folds.
///
/// # Errors
/// As [`keyed_folds`] for two folds.
pub fn up_to(task: &Task, most: usize, stream: u64) -> Result<(Vec<u8>, usize), LearnError> {
    match keyed_folds(task, most, stream) {
        Err(LearnError::TooFewOfClass { found, .. }) if (2..most).contains(&found) => {
            Ok((keyed_folds(task, found, stream)?, found))
        }
        Err(LearnError::TooFewOfClass { found, .. }) => Err(LearnError::TooFewOfClass { found, needed: 2 }),
        folds => Ok((folds?, most)),
    }
}
