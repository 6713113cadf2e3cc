//! Who is learned from and who judges: later days judge models of earlier ones.

use holdfast_learn::contract::row_key::mix;
use holdfast_learn::frame::{FeatureData, Frame};
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

/// Plans the judging. `days`: the cutoffs; `window_days`: gap and outcome window together; `cuts` and `contents` by row: the same number for all rows of a
/// customer, and of customers who are alike in all that is known of them ([`contents`]).
pub fn plan(
    days: &[i32],
    window_days: i32,
    cuts: &[u16],
    contents: &[u64],
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
    let fold = |row: usize| mix(seed ^ contents[row]) % FOLDS;
    let folds = (0..FOLDS)
        .map(|held| Origin {
            learn: of(&|row| fold(row) != held),
            judge: of(&|row| fold(row) == held),
        })
        .filter(|origin| enough(&origin.learn) && enough(&origin.judge))
        .collect();
    (Scheme::CustomerFolds, folds)
}

/// A number for each row that depends on what all rows of its customer say, not on the customer's id: somebody who is in the data twice must not be learned
/// from under one id and judged under the other.
pub fn contents(frame: &Frame, customers: &[u32]) -> Vec<u64> {
    let mut rows = vec![0u64; frame.rows];
    for column in &frame.columns {
        match &column.data {
            FeatureData::Number(values) => {
                for (row, value) in rows.iter_mut().zip(values) {
                    *row = mix(*row ^ if value.is_nan() { u64::MAX } else { value.to_bits() });
                }
            }
            FeatureData::Category { codes, .. } => {
                for (row, &code) in rows.iter_mut().zip(codes) {
                    *row = mix(*row ^ u64::from(code));
                }
            }
        }
    }
    let most = customers.iter().max().map_or(0, |&most| most as usize + 1);
    let mut of_customer = vec![0u64; most];
    for (&row, &customer) in rows.iter().zip(customers) {
        // A sum: the order of a customer's rows does not matter.
        let slot = &mut of_customer[customer as usize];
        *slot = slot.wrapping_add(row);
    }
    customers
        .iter()
        .map(|&customer| of_customer[customer as usize])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_learn::frame::Feature;

    #[test]
    fn a_double_has_the_number_of_its_original() {
        let frame = Frame {
            rows: 6,
            columns: vec![Feature {
                name: "a".to_owned(),
                data: FeatureData::Number(vec![1.0, 2.0, f64::NAN, 2.0, 1.0, 3.0]),
            }],
        };
        let found = contents(&frame, &[0, 0, 1, 7, 7, 2]);
        assert_eq!((found[0], found[0]), (found[1], found[3]));
        assert!(found[2] != found[0] && found[5] != found[0] && found[2] != found[5]);
    }

    #[test]
    fn a_model_is_judged_by_days_after_all_that_it_learned_from() {
        let days: Vec<i32> = (0..8).map(|month| 30 * month).collect();
        let (mut cuts, mut customers, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        for cut in 0..8u16 {
            for customer in 0..400u32 {
                cuts.push(cut);
                customers.push(customer);
                labels.push(customer % 4 == 0);
            }
        }
        let contents: Vec<u64> = customers.iter().map(|&customer| mix(u64::from(customer))).collect();
        let (scheme, origins) = plan(&days, 90, &cuts, &contents, &labels, 1);
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
        let (scheme, folds) = plan(&days[..2], 90, &cuts[..800], &contents[..800], &labels[..800], 1);
        assert_eq!((scheme, folds.len()), (Scheme::CustomerFolds, 5));
        for fold in &folds {
            let held: std::collections::BTreeSet<u32> = fold.judge.iter().map(|&row| customers[row as usize]).collect();
            assert!(fold.learn.iter().all(|&row| !held.contains(&customers[row as usize])));
        }
    }
}
