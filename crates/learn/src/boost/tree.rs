//! A fitted tree and a fitted booster.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::lines::Lines;
use crate::encode::binner::Binned;

/// Rows predicted together: 64 KiB of lines.
const CHUNK: usize = 1024;

/// A set of bins of one column, one bit a bin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BinSet([u64; 4]);

impl BinSet {
    /// All bins.
    pub const ALL: Self = Self([u64::MAX; 4]);

    /// Adds a bin.
    pub fn insert(&mut self, bin: u8) {
        self.0[usize::from(bin >> 6)] |= 1 << (bin & 63);
    }

    /// Whether the bin is in the set.
    #[inline]
    pub fn contains(&self, bin: u8) -> bool {
        self.0[usize::from(bin >> 6)] >> (bin & 63) & 1 == 1
    }

    /// Bins in both sets.
    pub fn and(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }

    /// Bins not in this set.
    pub fn complement(&self) -> Self {
        Self(std::array::from_fn(|i| !self.0[i]))
    }
}

/// A node: a leaf when `left` is 0 (the root is never a child).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Column that decides.
    pub column: u32,
    /// Bins that go left.
    pub left_bins: BinSet,
    /// Index of the left child; 0 in a leaf.
    pub left: u32,
    /// Index of the right child; 0 in a leaf.
    pub right: u32,
    /// Log-odds added by a leaf.
    pub value: f64,
}

impl Node {
    /// A leaf that adds `value`.
    pub(crate) fn leaf(value: f64) -> Self {
        Self {
            column: 0,
            left_bins: BinSet::default(),
            left: 0,
            right: 0,
            value,
        }
    }
}

/// A tree; node 0 is the root.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Nodes, children after their parents.
    pub nodes: Vec<Node>,
}

impl Tree {
    /// The leaf value for one row.
    #[inline]
    pub fn predict(&self, columns: &[Vec<u8>], row: usize) -> f64 {
        self.predict_by(|column| columns[column as usize][row])
    }

    /// The leaf value for the bins that `bin` gives for a column.
    #[inline]
    pub(crate) fn predict_by(&self, bin: impl Fn(u32) -> u8) -> f64 {
        let mut node = &self.nodes[0];
        while node.left != 0 {
            let goes_left = node.left_bins.contains(bin(node.column));
            node = &self.nodes[if goes_left { node.left } else { node.right } as usize];
        }
        node.value
    }
}

/// A fitted booster: log-odds = base + Σ trees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedBooster {
    /// Log-odds of the training rows' churn rate.
    pub base: f64,
    /// The trees in order of fitting.
    pub trees: Vec<Tree>,
}

impl FittedBooster {
    /// Log-odds of the rows `rows`.
    pub fn margins(&self, binned: &Binned, rows: &[u32]) -> Vec<f64> {
        let mut margins = vec![self.base; rows.len()];
        // Trees are the outer loop: a tree and the lines of a chunk of rows stay in the cache.
        margins
            .par_chunks_mut(CHUNK)
            .zip(rows.par_chunks(CHUNK))
            .for_each(|(margins, rows)| {
                let lines = Lines::of(binned, rows);
                for tree in &self.trees {
                    for (row, margin) in margins.iter_mut().enumerate() {
                        *margin += tree.predict_by(|column| lines.bin(row, column));
                    }
                }
            });
        margins
    }

    /// Keeps the first `rounds` trees.
    pub fn truncate(&mut self, rounds: usize) {
        self.trees.truncate(rounds);
    }
}
