//! Who is tested when: folds for cross-validation, samples of large tables.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::error::LearnError;

/// Assigns every row to one of `folds` folds.
///
/// Rows of one group (one customer at several cut-offs) share a fold; groups are stratified by the label of their first
/// row, so each fold holds nearly the same share of churners. Deterministic in `seed`.
///
/// # Errors
/// [`LearnError::OneClass`] and [`LearnError::TooFewOfClass`] when a fold could not hold both classes.
pub fn stratified(labels: &[bool], groups: Option<&[u32]>, folds: usize, seed: u64) -> Result<Vec<u8>, LearnError> {
    let churned = labels.iter().filter(|&&l| l).count();
    check_classes(labels.len(), churned, folds)?;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut assignment = vec![0u8; labels.len()];
    match groups {
        None => {
            for class in [true, false] {
                let mut rows: Vec<u32> = (0..labels.len() as u32)
                    .filter(|&r| labels[r as usize] == class)
                    .collect();
                rows.shuffle(&mut rng);
                for (position, row) in rows.into_iter().enumerate() {
                    assignment[row as usize] = (position % folds) as u8;
                }
            }
        }
        Some(groups) => {
            let mut first_label: Vec<(u32, bool)> = groups.iter().copied().zip(labels.iter().copied()).collect();
            // Stable: the first row of each group comes first.
            first_label.sort_by_key(|&(group, _)| group);
            first_label.dedup_by_key(|&mut (group, _)| group);
            let mut fold_of = vec![0u8; first_label.last().map_or(0, |&(g, _)| g as usize + 1)];
            for class in [true, false] {
                let mut members: Vec<u32> = first_label
                    .iter()
                    .filter(|&&(_, l)| l == class)
                    .map(|&(g, _)| g)
                    .collect();
                members.shuffle(&mut rng);
                for (position, group) in members.into_iter().enumerate() {
                    fold_of[group as usize] = (position % folds) as u8;
                }
            }
            for (slot, &group) in assignment.iter_mut().zip(groups) {
                *slot = fold_of[group as usize];
            }
        }
    }
    Ok(assignment)
}

/// Refuses labels from which nothing can be learned.
pub(crate) fn check_classes(rows: usize, churned: usize, folds: usize) -> Result<(), LearnError> {
    if rows == 0 {
        return Err(LearnError::Empty);
    }
    if churned == 0 || churned == rows {
        return Err(LearnError::OneClass {
            rows,
            class: if churned == 0 { "retained" } else { "churned" },
        });
    }
    let found = churned.min(rows - churned);
    if found < folds {
        return Err(LearnError::TooFewOfClass { found, needed: folds });
    }
    Ok(())
}

/// At most `limit` of `rows`, drawn without replacement and kept in rising order.
pub fn sample(rows: &[u32], limit: usize, seed: u64) -> Vec<u32> {
    if rows.len() <= limit {
        return rows.to_vec();
    }
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut chosen = rows.to_vec();
    let (head, _) = chosen.partial_shuffle(&mut rng, limit);
    let mut head = head.to_vec();
    head.sort_unstable();
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_even_and_keep_groups_together() {
        let labels: Vec<bool> = (0..100).map(|i| i % 4 == 0).collect();
        let folds = stratified(&labels, None, 5, 1).unwrap();
        for fold in 0..5u8 {
            let churned = (0..100).filter(|&i| folds[i] == fold && labels[i]).count();
            assert_eq!(churned, 5);
        }
        let groups: Vec<u32> = (0..100).map(|i| i / 3).collect();
        let grouped = stratified(&labels, Some(&groups), 5, 1).unwrap();
        for i in 1..100 {
            if groups[i] == groups[i - 1] {
                assert_eq!(grouped[i], grouped[i - 1]);
            }
        }
        assert_eq!(
            stratified(&[true; 9], None, 3, 1),
            Err(LearnError::OneClass {
                rows: 9,
                class: "churned"
            })
        );
        assert!(matches!(
            stratified(&[true, false, false], None, 3, 1),
            Err(LearnError::TooFewOfClass { .. })
        ));
    }

    #[test]
    fn a_sample_is_sorted_distinct_and_seeded() {
        let rows: Vec<u32> = (0..1000).collect();
        let drawn = sample(&rows, 100, 7);
        assert_eq!(drawn.len(), 100);
        assert!(drawn.windows(2).all(|w| w[0] < w[1]));
        assert_eq!(drawn, sample(&rows, 100, 7));
        assert_ne!(drawn, sample(&rows, 100, 8));
    }
}
