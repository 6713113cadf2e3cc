//! A tree with its figures.

use holdfast_stats::interval::{Interval, wilson};
use serde::{Deserialize, Serialize};

use crate::contract::schema::Schema;
use crate::error::LearnError;
use crate::frame::{FeatureData, Frame};

/// A fitted decision tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Columns and levels.
    pub schema: Schema,
    /// The nodes, the root first, children after their parent.
    pub nodes: Vec<Node>,
}

/// A node: the customers that reach it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Weight of the customers: their number where none is weighted.
    pub customers: f64,
    /// Weight of the churned among them.
    pub churned: f64,
    /// How it is divided; `None` for a leaf.
    pub split: Option<Split>,
}

/// How a node is divided in two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// Column of the schema.
    pub column: usize,
    /// What the customers of the left child have in common.
    pub left_if: LeftIf,
    /// Whether customers without a value go left; so do levels that the split does not know.
    pub missing_left: bool,
    /// Whether there were such customers among those it learned from.
    pub missing_seen: bool,
    /// Left child.
    pub left: usize,
    /// Right child.
    pub right: usize,
}

/// Who goes left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum LeftIf {
    /// Numbers up to this.
    AtMost(f64),
    /// These levels, by code of the schema, and those that go right. Levels in neither list were not in the node: they go where missing values do.
    Levels {
        /// Codes that go left.
        left: Vec<u32>,
        /// Codes that go right.
        right: Vec<u32>,
    },
    /// Any value: the split is between known and missing.
    Known,
}

impl Node {
    /// Churn rate, 0–1.
    pub fn rate(&self) -> f64 {
        self.churned / self.customers
    }

    /// 95 % Wilson interval of the rate, weights rounded to customers. It does not know that the node was chosen: on the customers that the tree
    /// learned from, leaves are further apart than they will be.
    pub fn interval(&self) -> Interval {
        wilson(self.churned.round() as u64, self.customers.round() as u64)
    }
}

impl Tree {
    /// The leaf that each row of a frame reaches, as an index into the nodes. Columns are found by name.
    ///
    /// # Errors
    /// See [`Schema::align`].
    pub fn leaves(&self, frame: &Frame) -> Result<Vec<u32>, LearnError> {
        let frame = self.schema.align(frame)?;
        Ok((0..frame.rows).map(|row| self.leaf(&frame, row) as u32).collect())
    }

    /// Probability of churn of each row of a frame, inside 0–1: (churned + r)/(customers + 1) of its leaf, r the root's churn rate, so that no leaf
    /// says 0 or 1.
    ///
    /// # Errors
    /// See [`Schema::align`].
    pub fn probabilities(&self, frame: &Frame) -> Result<Vec<f64>, LearnError> {
        let leaves = self.leaves(frame)?;
        Ok(leaves.into_iter().map(|leaf| self.probability(leaf as usize)).collect())
    }

    /// Number of leaves.
    pub fn leaf_count(&self) -> usize {
        self.nodes.iter().filter(|node| node.split.is_none()).count()
    }

    pub(super) fn probability(&self, node: usize) -> f64 {
        let node = &self.nodes[node];
        (node.churned + self.nodes[0].rate()) / (node.customers + 1.0)
    }

    pub(super) fn leaf(&self, frame: &Frame, row: usize) -> usize {
        let mut at = 0;
        while let Some(split) = &self.nodes[at].split {
            at = if split.goes_left(frame, row) {
                split.left
            } else {
                split.right
            };
        }
        at
    }
}

impl Split {
    fn goes_left(&self, frame: &Frame, row: usize) -> bool {
        match (&frame.columns[self.column].data, &self.left_if) {
            (FeatureData::Number(values), _) if values[row].is_nan() => self.missing_left,
            (FeatureData::Number(values), LeftIf::AtMost(cut)) => values[row] <= *cut,
            (FeatureData::Number(_), _) => true,
            (FeatureData::Category { codes, levels }, LeftIf::Known) => {
                // Unseen levels and missing values lie beyond the levels.
                (codes[row] as usize) < levels.len()
            }
            (FeatureData::Category { codes, .. }, LeftIf::Levels { left, right }) => {
                left.contains(&codes[row]) || (self.missing_left && !right.contains(&codes[row]))
            }
            (FeatureData::Category { .. }, LeftIf::AtMost(_)) => self.missing_left,
        }
    }
}
