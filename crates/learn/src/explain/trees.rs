//! Shapley values of shallow trees in closed form.
//!
//! A leaf with value w is reached when each of the m columns on its path lies in a set of bins. With the columns of S
//! fixed to the customer's and the others drawn from the background, the leaf's expected value is
//! w · \[all of S pass\] · P(all others pass). So the leaf's Shapley values depend on the customer only through which of
//! the m columns pass: 2^m cases, computed once. Leaves below one fork or two share a table: it is read by the answers of the
//! (at most seven) tests above and between them, so that four leaves cost one look-up a column.

use rayon::prelude::*;

use super::leaf;
use crate::boost::tree::{BinSet, FittedBooster, Tree};
use crate::encode::binner::Binned;

/// Forks on the longest way down within a table.
const HEIGHT: usize = 2;

/// Entries of a table for one column: seven tests, four above (of the six levels of a tree) and three forks.
const ENTRIES: usize = 128;

/// Rows that a table is read for before the next is fetched: their values (eight bytes a row and column) stay in the second cache, and a
/// megabyte of tables costs half a kilobyte a row.
const CHUNK: usize = 2048;

/// Precomputed Shapley values of a booster.
#[derive(Clone, Debug)]
pub struct TreeExplainer {
    tables: Vec<Table>,
    base: f64,
}

/// The leaves of a small subtree.
#[derive(Clone, Debug)]
struct Table {
    tests: Vec<(u32, Test)>,
    /// What the column adds, by the answers of the tests: test j in bit j.
    values: Vec<(u32, Box<[f64; ENTRIES]>)>,
}

/// Whether a bin passes.
#[derive(Clone, Debug)]
enum Test {
    /// Bins from `low` on, `length` more, and bin 0 if `missing` is 1.
    Interval { low: u8, length: u8, missing: u8 },
    /// 1 for bins that pass.
    Set(Box<[u8; 256]>),
}

impl Test {
    fn new(passes: &BinSet) -> Self {
        let set: [u8; 256] = std::array::from_fn(|bin| u8::from(passes.contains(bin as u8)));
        let known = &set[1..];
        let low = known.iter().position(|&p| p == 1);
        let high = known.iter().rposition(|&p| p == 1);
        match (low, high) {
            (Some(low), Some(high)) if known[low..=high].iter().all(|&p| p == 1) => Self::Interval {
                low: low as u8 + 1,
                length: (high - low) as u8,
                missing: set[0],
            },
            _ => Self::Set(Box::new(set)),
        }
    }

    /// Sets bit `bit` of the masks of the rows whose bins pass.
    fn mark(&self, bins: &[u8], bit: usize, masks: &mut [u8]) {
        match *self {
            Self::Interval { low, length, missing } => {
                for (mask, &bin) in masks.iter_mut().zip(bins) {
                    let inside = u8::from(bin.wrapping_sub(low) <= length);
                    let unknown = u8::from(bin == 0) & missing;
                    // Bin 0 is inside no interval: one that starts at 1 ends at 255 at the latest.
                    *mask |= (inside | unknown) << bit;
                }
            }
            Self::Set(ref set) => {
                for (mask, &bin) in masks.iter_mut().zip(bins) {
                    *mask |= set[usize::from(bin)] << bit;
                }
            }
        }
    }
}

impl TreeExplainer {
    /// Builds the tables from background rows (at least one).
    pub fn new(booster: &FittedBooster, binned: &Binned, background: &[u32]) -> Self {
        let pick = |column: &Vec<u8>| background.iter().map(|&row| column[row as usize]).collect();
        let columns: Vec<Vec<u8>> = binned.columns.iter().map(pick).collect();
        Self::weighted(booster, &columns, &vec![1.0; background.len()])
    }

    /// Builds the tables from background rows (at least one) given as bins by column, with a weight a row.
    pub fn weighted(booster: &FittedBooster, columns: &[Vec<u8>], weights: &[f64]) -> Self {
        let of_trees: Vec<(Vec<Table>, f64)> = booster
            .trees
            .par_iter()
            .map(|tree| explain_tree(tree, columns, weights))
            .collect();
        let base = booster.base + of_trees.iter().map(|(_, mean)| mean).sum::<f64>();
        Self {
            tables: of_trees.into_iter().flat_map(|(tables, _)| tables).collect(),
            base,
        }
    }

    /// Mean log-odds over the background: what a row's values are counted from.
    pub fn base(&self) -> f64 {
        self.base
    }

    /// Adds `weight` × the Shapley values of the rows `rows` to `out`: `width` entries a row, one a column of the frame.
    ///
    /// Some thousand rows at a time are fastest.
    pub fn add(&self, columns: &[Vec<u8>], rows: &[u32], weight: f64, width: usize, out: &mut [f64]) {
        for (rows, out) in rows.chunks(CHUNK).zip(out.chunks_mut(CHUNK * width)) {
            let n = rows.len();
            let bins: Vec<Vec<u8>> = columns
                .iter()
                .map(|column| rows.iter().map(|&row| column[row as usize]).collect())
                .collect();
            // Column by column, so that a table is added to neighbours.
            let mut sums = vec![0.0; n * width];
            let mut masks = vec![0; n];
            for table in &self.tables {
                masks.fill(0);
                table.mark(&bins, &mut masks);
                for (column, values) in &table.values {
                    let slots = &mut sums[*column as usize * n..(*column as usize + 1) * n];
                    for (slot, &mask) in slots.iter_mut().zip(&masks) {
                        *slot += values[usize::from(mask) % ENTRIES];
                    }
                }
            }
            for (row, values) in out.chunks_mut(width).enumerate() {
                for (column, value) in values.iter_mut().enumerate() {
                    *value += weight * sums[column * n + row];
                }
            }
        }
    }
}

impl Table {
    fn mark(&self, bins: &[Vec<u8>], masks: &mut [u8]) {
        for (bit, (column, test)) in self.tests.iter().enumerate() {
            test.mark(&bins[*column as usize], bit, masks);
        }
    }
}

/// The tables of a tree, and its mean over the background.
fn explain_tree(tree: &Tree, columns: &[Vec<u8>], weights: &[f64]) -> (Vec<Table>, f64) {
    let mut heights = vec![0usize; tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate().rev() {
        if node.left != 0 {
            heights[index] = 1 + heights[node.left as usize].max(heights[node.right as usize]);
        }
    }
    let mut tables = Vec::new();
    let mut mean = 0.0;
    let mut stack: Vec<(usize, Vec<(u32, BinSet)>)> = vec![(0, Vec::new())];
    while let Some((index, path)) = stack.pop() {
        if heights[index] <= HEIGHT {
            let (table, share) = table(tree, index, path, columns, weights);
            mean += share;
            tables.push(table);
            continue;
        }
        let node = &tree.nodes[index];
        for (child, bins) in [(node.right, node.left_bins.complement()), (node.left, node.left_bins)] {
            let mut narrowed = path.clone();
            match narrowed.iter_mut().find(|(column, _)| *column == node.column) {
                Some((_, passes)) => *passes = passes.and(&bins),
                None => narrowed.push((node.column, bins)),
            }
            stack.push((child as usize, narrowed));
        }
    }
    (tables, mean)
}

/// A leaf by the tests of its table: for each column on its way the tests, and the answers they must have.
struct Way {
    value: f64,
    columns: Vec<(u32, Vec<(usize, bool)>)>,
}

/// The table of the subtree at `root`, whose rows pass `path`; and what its leaves add to the tree's mean.
fn table(tree: &Tree, root: usize, path: Vec<(u32, BinSet)>, columns: &[Vec<u8>], weights: &[f64]) -> (Table, f64) {
    let start: Vec<(u32, Vec<(usize, bool)>)> = (path.iter().enumerate())
        .map(|(bit, &(column, _))| (column, vec![(bit, true)]))
        .collect();
    let mut tests: Vec<(u32, Test)> = path.iter().map(|(column, set)| (*column, Test::new(set))).collect();
    let mut ways = Vec::new();
    let mut stack = vec![(root, start)];
    while let Some((index, way)) = stack.pop() {
        let node = &tree.nodes[index];
        if node.left == 0 {
            ways.push(Way {
                value: node.value,
                columns: way,
            });
            continue;
        }
        let bit = tests.len();
        tests.push((node.column, Test::new(&node.left_bins)));
        for (child, answer) in [(node.right, false), (node.left, true)] {
            let mut longer = way.clone();
            match longer.iter_mut().find(|(column, _)| *column == node.column) {
                Some((_, answers)) => answers.push((bit, answer)),
                None => longer.push((node.column, vec![(bit, answer)])),
            }
            stack.push((child as usize, longer));
        }
    }
    let mut table = Table {
        tests,
        values: Vec::new(),
    };
    let mut masks = vec![0u8; weights.len()];
    table.mark(columns, &mut masks);
    let all: f64 = weights.iter().sum();
    let mut shares = [0.0; ENTRIES];
    for (&mask, weight) in masks.iter().zip(weights) {
        shares[usize::from(mask) % ENTRIES] += weight / all;
    }
    let mut mean = 0.0;
    for way in &ways {
        mean += way.add(1 << table.tests.len(), &shares, &mut table.values);
    }
    (table, mean)
}

impl Way {
    /// Adds the leaf's Shapley values to the table's; gives its mean over the background. `shares`: of background rows by their answers.
    fn add(&self, cases: usize, shares: &[f64; ENTRIES], values: &mut Vec<(u32, Box<[f64; ENTRIES]>)>) -> f64 {
        let m = self.columns.len();
        let passed: Vec<usize> = (0..cases)
            .map(|mask| {
                let passes =
                    |answers: &[(usize, bool)]| answers.iter().all(|&(bit, answer)| (mask >> bit & 1 == 1) == answer);
                let bits = self.columns.iter().enumerate();
                bits.map(|(j, (_, answers))| usize::from(passes(answers)) << j).sum()
            })
            .collect();
        let mut reached = vec![0.0; 1 << m];
        for (&set, share) in passed.iter().zip(shares) {
            reached[set] += share;
        }
        let own = leaf::shapley(self.value, m, reached);
        for (j, &(column, _)) in self.columns.iter().enumerate() {
            let place = match values.iter().position(|(known, _)| *known == column) {
                Some(place) => place,
                None => {
                    values.push((column, Box::new([0.0; ENTRIES])));
                    values.len() - 1
                }
            };
            for (slot, &set) in values[place].1.iter_mut().zip(&passed) {
                *slot += own.by_set[set * m + j];
            }
        }
        own.mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boost::fit::fit;
    use crate::boost::settings::BoostSettings;

    fn booster(n: usize, depth: usize) -> (FittedBooster, Binned) {
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
            min_hessian: 1.0,
            depth,
            ..BoostSettings::default()
        };
        (fit(&binned, &labels, &train, &[], &settings).unwrap().booster, binned)
    }

    /// |S|! (m − |S| − 1)! / m! by size of S.
    fn shapley_weights(m: usize) -> Vec<f64> {
        let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
        (0..m)
            .map(|s| factorial(s) * factorial(m - s - 1) / factorial(m))
            .collect()
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
        for depth in 1..=6 {
            let (booster, binned) = booster(600, depth);
            let background: Vec<u32> = (0..600).step_by(17).collect();
            let explainer = TreeExplainer::new(&booster, &binned, &background);
            for row in [0usize, 5, 123, 599] {
                let mut values = vec![0.0; 4];
                explainer.add(&binned.columns, &[row as u32], 1.0, 4, &mut values);
                for (ours, expected) in values.iter().zip(brute_force(&booster, &binned, &background, row)) {
                    assert!((ours - expected).abs() < 1e-10, "{depth}: {ours} {expected}");
                }
                let margin = booster.margins(&binned, &[row as u32])[0];
                assert!((explainer.base() + values.iter().sum::<f64>() - margin).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_background_weight_of_two_is_a_row_twice() {
        let (booster, binned) = booster(600, 4);
        let twice: Vec<u32> = (0..50).chain(0..10).collect();
        let once: Vec<Vec<u8>> = binned.columns.iter().map(|column| column[..50].to_vec()).collect();
        let weights: Vec<f64> = (0..50).map(|row| if row < 10 { 2.0 } else { 1.0 }).collect();
        let by_row = TreeExplainer::new(&booster, &binned, &twice);
        let by_weight = TreeExplainer::weighted(&booster, &once, &weights);
        assert!((by_row.base() - by_weight.base()).abs() < 1e-12);
        let rows: Vec<u32> = (0..600).collect();
        let mut values = [vec![0.0; 2400], vec![0.0; 2400]];
        by_row.add(&binned.columns, &rows, 1.0, 4, &mut values[0]);
        by_weight.add(&binned.columns, &rows, 1.0, 4, &mut values[1]);
        assert!(values[0].iter().zip(&values[1]).all(|(a, b)| (a - b).abs() < 1e-12));
    }
}
