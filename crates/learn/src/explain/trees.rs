//! Shapley values of shallow trees in closed form.
//!
//! A leaf with value w is reached when each of the m columns on its path lies in a set of bins. With the columns of S
//! fixed to the customer's and the others drawn from the background, the leaf's expected value is
//! w · \[all of S pass\] · P(all others pass). So the leaf's Shapley values depend on the customer only through which of
//! the m columns pass: 2^m cases, computed once. m is at most the depth of the tree (≤ 6), whence at most 64 cases.

use rayon::prelude::*;

use crate::boost::tree::{BinSet, FittedBooster, Tree};
use crate::encode::binner::Binned;

/// Precomputed Shapley values of a booster.
#[derive(Clone, Debug)]
pub struct TreeExplainer {
    leaves: Vec<Leaf>,
    base: f64,
}

#[derive(Clone, Debug)]
struct Leaf {
    conditions: Vec<(u32, BinSet)>,
    /// `table[mask * m + j]`: value of condition j's column when the conditions in `mask` pass.
    table: Vec<f64>,
}

impl TreeExplainer {
    /// Builds the tables from background rows (at least one).
    pub fn new(booster: &FittedBooster, binned: &Binned, background: &[u32]) -> Self {
        let per_tree: Vec<(Vec<Leaf>, f64)> = booster
            .trees
            .par_iter()
            .map(|tree| explain_tree(tree, binned, background))
            .collect();
        let base = booster.base + per_tree.iter().map(|(_, mean)| mean).sum::<f64>();
        Self {
            leaves: per_tree.into_iter().flat_map(|(leaves, _)| leaves).collect(),
            base,
        }
    }

    /// Mean log-odds over the background: what a row's values are counted from.
    pub fn base(&self) -> f64 {
        self.base
    }

    /// Adds `weight` × the Shapley values of the rows `rows` to `out`: `width` entries a row, one a column of the frame.
    ///
    /// Leaves are the outer loop: a leaf's table stays in the cache while many rows pass.
    pub fn add(&self, columns: &[Vec<u8>], rows: &[u32], weight: f64, width: usize, out: &mut [f64]) {
        let mut masks = vec![0u8; rows.len()];
        for leaf in &self.leaves {
            masks.fill(0);
            for (j, (column, passes)) in leaf.conditions.iter().enumerate() {
                let bins = &columns[*column as usize];
                for (mask, &row) in masks.iter_mut().zip(rows) {
                    *mask |= u8::from(passes.contains(bins[row as usize])) << j;
                }
            }
            let m = leaf.conditions.len();
            for (j, (column, _)) in leaf.conditions.iter().enumerate() {
                let slots = out[*column as usize..].iter_mut().step_by(width);
                for (slot, &mask) in slots.zip(&masks) {
                    *slot += weight * leaf.table[usize::from(mask) * m + j];
                }
            }
        }
    }
}

fn explain_tree(tree: &Tree, binned: &Binned, background: &[u32]) -> (Vec<Leaf>, f64) {
    let mut leaves = Vec::new();
    let mut mean = 0.0;
    let mut stack: Vec<(usize, Vec<(u32, BinSet)>)> = vec![(0, Vec::new())];
    while let Some((index, conditions)) = stack.pop() {
        let node = &tree.nodes[index];
        if node.left == 0 {
            let (leaf, share) = explain_leaf(conditions, node.value, binned, background);
            mean += node.value * share;
            leaves.push(leaf);
            continue;
        }
        for (child, bins) in [(node.right, node.left_bins.complement()), (node.left, node.left_bins)] {
            let mut narrowed = conditions.clone();
            match narrowed.iter_mut().find(|(column, _)| *column == node.column) {
                Some((_, passes)) => *passes = passes.and(&bins),
                None => narrowed.push((node.column, bins)),
            }
            stack.push((child as usize, narrowed));
        }
    }
    (leaves, mean)
}

/// The leaf's table, and the share of background rows that reach it.
fn explain_leaf(conditions: Vec<(u32, BinSet)>, value: f64, binned: &Binned, background: &[u32]) -> (Leaf, f64) {
    let m = conditions.len();
    let cases = 1usize << m;
    // pass[u]: share of background rows that pass all conditions in u (superset sums of the exact patterns).
    let mut pass = vec![0.0; cases];
    for &row in background {
        let mut mask = 0;
        for (j, (column, passes)) in conditions.iter().enumerate() {
            mask |= usize::from(passes.contains(binned.columns[*column as usize][row as usize])) << j;
        }
        pass[mask] += 1.0;
    }
    for j in 0..m {
        for mask in 0..cases {
            if mask >> j & 1 == 0 {
                pass[mask] += pass[mask | 1 << j];
            }
        }
    }
    pass.iter_mut().for_each(|p| *p /= background.len() as f64);
    let everything = cases - 1;
    let weights = shapley_weights(m);
    let mut table = vec![0.0; cases * m];
    for mask in 0..cases {
        for j in 0..m {
            let mut sum = 0.0;
            for set in 0..cases {
                if set >> j & 1 == 1 {
                    continue;
                }
                let with = set | 1 << j;
                let worth = |s: usize| {
                    if s & !mask == 0 {
                        value * pass[everything & !s]
                    } else {
                        0.0
                    }
                };
                sum += weights[set.count_ones() as usize] * (worth(with) - worth(set));
            }
            table[mask * m + j] = sum;
        }
    }
    (Leaf { conditions, table }, pass[everything])
}

/// |S|! (m − |S| − 1)! / m! by size of S.
fn shapley_weights(m: usize) -> Vec<f64> {
    let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
    (0..m)
        .map(|s| factorial(s) * factorial(m - s - 1) / factorial(m))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boost::fit::fit;
    use crate::boost::settings::BoostSettings;

    fn booster(n: usize) -> (FittedBooster, Binned) {
        let column = |k: usize, modulus: usize| (0..n).map(|i| ((i * k + i / 7) % modulus) as u8).collect::<Vec<u8>>();
        let columns = vec![column(3, 9), column(5, 4), column(11, 13), column(17, 6)];
        let labels: Vec<bool> = (0..n)
            .map(|i| (columns[0][i] > 4) ^ (columns[1][i] == 2) || columns[2][i] == 7)
            .collect();
        let binned = Binned {
            columns,
            bins: vec![9, 4, 13, 6],
            ordered: vec![true, false, true, true],
            rows: n,
        };
        let train: Vec<u32> = (0..n as u32).collect();
        let settings = BoostSettings {
            rounds: 25,
            column_share: 1.0,
            ..BoostSettings::default()
        };
        (fit(&binned, &labels, &train, &[], &settings).unwrap().booster, binned)
    }

    /// Shapley values from their definition: all subsets of columns, all background rows.
    fn brute_force(booster: &FittedBooster, binned: &Binned, background: &[u32], row: usize) -> Vec<f64> {
        let p = binned.columns.len();
        let worth = |set: usize| {
            let mut sum = 0.0;
            for &b in background {
                let mixed: Vec<Vec<u8>> = (0..p)
                    .map(|c| vec![binned.columns[c][if set >> c & 1 == 1 { row } else { b as usize }]])
                    .collect();
                sum += booster.trees.iter().map(|t| t.predict(&mixed, 0)).sum::<f64>();
            }
            sum / background.len() as f64
        };
        let weights = shapley_weights(p);
        (0..p)
            .map(|j| {
                (0..1usize << p)
                    .filter(|s| s >> j & 1 == 0)
                    .map(|s| weights[s.count_ones() as usize] * (worth(s | 1 << j) - worth(s)))
                    .sum()
            })
            .collect()
    }

    #[test]
    fn closed_form_equals_the_definition_and_adds_up() {
        let (booster, binned) = booster(600);
        let background: Vec<u32> = (0..600).step_by(17).collect();
        let explainer = TreeExplainer::new(&booster, &binned, &background);
        for row in [0usize, 5, 123, 599] {
            let mut values = vec![0.0; 4];
            explainer.add(&binned.columns, &[row as u32], 1.0, 4, &mut values);
            for (ours, expected) in values.iter().zip(brute_force(&booster, &binned, &background, row)) {
                assert!((ours - expected).abs() < 1e-10, "{ours} {expected}");
            }
            let margin = booster.margins(&binned, &[row as u32])[0];
            assert!((explainer.base() + values.iter().sum::<f64>() - margin).abs() < 1e-9);
        }
    }
}
