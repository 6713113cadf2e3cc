//! Who is learned from and who judges: later days judge models of earlier ones.

use holdfast_learn::contract::row_key::mix;
use serde::{Deserialize, Serialize};

/// One judging: rows that are learned from, rows that judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Rows of the frame to learn from.
    pub learn: Vec<u32>,
    /// Rows that judge.
    pub judge: Vec<u32>,
}

/// How models are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// Each of the last cutoffs judges a model of the cutoffs whose outcome windows were over by then.
    RollingOrigin,
    /// Too little history for that: folds of customers within the same cutoffs. Says nothing about change over time.
    CustomerFolds,
}

/// Cutoffs that judge at most.
const MOST_ORIGINS: usize = 4;
/// Folds of customers where time cannot be the judge.
const FOLDS: u64 = 5;
/// Rows of the rarer class that either side needs.
const LEAST_OF_CLASS: usize = 10;

/// Plans the judging. `days`: the cutoffs; `window_days`: gap and outcome window together; `cuts` and `customers` by row.
pub fn plan(
    days: &[i32],
    window_days: i32,
    cuts: &[u16],
    customers: &[u32],
    labels: &[bool],
    seed: u64,
) -> (Scheme, Vec<Origin>) {
    let rows = cuts.len() as u32;
    let of = |wanted: &dyn Fn(usize) -> bool| -> Vec<u32> { (0..rows).filter(|&row| wanted(row as usize)).collect() };
    let enough = |rows: &[u32]| {
        let churned = rows.iter().filter(|&&row| labels[row as usize]).count();
        churned.min(rows.len() - churned) >= LEAST_OF_CLASS
    };
    let mut origins = Vec::new();
    for (test, &day) in days.iter().enumerate().rev() {
        if origins.len() == MOST_ORIGINS {
            break;
        }
        let known = |cut: u16| days[usize::from(cut)] + window_days <= day;
        let origin = Origin {
            learn: of(&|row| known(cuts[row])),
            judge: of(&|row| usize::from(cuts[row]) == test),
        };
        if enough(&origin.learn) && enough(&origin.judge) {
            origins.push(origin);
        }
    }
    origins.reverse();
    if !origins.is_empty() {
        return (Scheme::RollingOrigin, origins);
    }
    let fold = |row: usize| mix(seed ^ mix(u64::from(customers[row]))) % FOLDS;
    let folds = (0..FOLDS)
        .map(|held| Origin {
            learn: of(&|row| fold(row) != held),
            judge: of(&|row| fold(row) == held),
        })
        .filter(|origin| enough(&origin.learn) && enough(&origin.judge))
        .collect();
    (Scheme::CustomerFolds, folds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_judged_by_days_after_all_that_it_learned_from() {
        let days: Vec<i32> = (0..8).map(|month| 30 * month).collect();
        let (mut cuts, mut customers, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        for cut in 0..8u16 {
            for customer in 0..100u32 {
                cuts.push(cut);
                customers.push(customer);
                labels.push(customer % 4 == 0);
            }
        }
        let (scheme, origins) = plan(&days, 90, &cuts, &customers, &labels, 1);
        assert_eq!(scheme, Scheme::RollingOrigin);
        assert_eq!(origins.len(), 4);
        for origin in &origins {
            let judged = days[usize::from(cuts[origin.judge[0] as usize])];
            assert!(
                origin
                    .learn
                    .iter()
                    .all(|&row| days[usize::from(cuts[row as usize])] + 90 <= judged)
            );
        }
        let (scheme, folds) = plan(&days[..2], 90, &cuts[..200], &customers[..200], &labels[..200], 1);
        assert_eq!((scheme, folds.len()), (Scheme::CustomerFolds, 5));
        for fold in &folds {
            let held: std::collections::BTreeSet<u32> = fold.judge.iter().map(|&row| customers[row as usize]).collect();
            assert!(fold.learn.iter().all(|&row| !held.contains(&customers[row as usize])));
        }
    }
}
