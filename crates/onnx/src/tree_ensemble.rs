//! Trees as the operator `ai.onnx.ml.TreeEnsemble` (version 5) stores them.
//!
//! Of its rules only "at most" is used: with sets of many bins (`BRANCH_MEMBER`) onnxruntime 1.21 does not come to an end.

use crate::graph::{bytes, doubles, int, ints, tensor_attribute};
use crate::message::AttributeProto;

const BRANCH_LEQ: u8 = 0;

/// A tree of forks and leaves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Branch {
    /// What is added here.
    Leaf(f64),
    /// A decision.
    Fork {
        /// Column of the operator's input.
        feature: usize,
        /// Values up to this go to `yes`.
        limit: f64,
        /// Whether NaN goes to `yes`.
        missing: bool,
        /// Where the rule holds.
        yes: Box<Branch>,
        /// Where it does not.
        no: Box<Branch>,
    },
}

impl Branch {
    /// A fork at a limit.
    pub fn at_most(feature: usize, limit: f64, missing: bool, yes: Self, no: Self) -> Self {
        Self::Fork {
            feature,
            limit,
            missing,
            yes: Box::new(yes),
            no: Box::new(no),
        }
    }
}

/// The attributes of the operator, tree by tree.
#[derive(Default)]
pub(crate) struct Forest {
    roots: Vec<i64>,
    limits: Vec<f64>,
    features: Vec<usize>,
    missing: Vec<i64>,
    yes: Vec<Child>,
    no: Vec<Child>,
    leaves: Vec<f64>,
}

#[derive(Clone, Copy, Default)]
struct Child {
    id: i64,
    leaf: bool,
}

impl Forest {
    /// Adds a tree of one fork at least.
    pub fn plant(&mut self, tree: &Branch) {
        let root = self.features.len();
        self.roots.push(root as i64);
        self.place(tree);
        let (yes, no) = (self.yes[root], self.no[root]);
        // onnxruntime issue 24679: a root whose leaf and node children have equal numbers is taken for a leaf.
        if yes.leaf != no.leaf && yes.id == no.id {
            let again = self.leaves.len() as i64;
            self.leaves.push(self.leaves[yes.id as usize]);
            let slot = if yes.leaf {
                &mut self.yes[root]
            } else {
                &mut self.no[root]
            };
            slot.id = again;
        }
    }

    fn reserve(&mut self, feature: usize, limit: f64, missing: bool) {
        self.features.push(feature);
        self.limits.push(limit);
        self.missing.push(i64::from(missing));
        self.yes.push(Child::default());
        self.no.push(Child::default());
    }

    fn place(&mut self, branch: &Branch) -> Child {
        match branch {
            Branch::Leaf(value) => {
                self.leaves.push(*value);
                Child {
                    id: self.leaves.len() as i64 - 1,
                    leaf: true,
                }
            }
            Branch::Fork {
                feature,
                limit,
                missing,
                yes,
                no,
            } => {
                let own = self.features.len();
                self.reserve(*feature, *limit, *missing);
                self.yes[own] = self.place(yes);
                self.no[own] = self.place(no);
                Child {
                    id: own as i64,
                    leaf: false,
                }
            }
        }
    }

    /// The attributes for one target, the sum over trees. Feature `f` of the branches is column `place[f]` of the input.
    pub fn attributes(self, place: &[usize]) -> Vec<AttributeProto> {
        let id = |children: &[Child]| children.iter().map(|c| c.id).collect();
        let leaf = |children: &[Child]| children.iter().map(|c| i64::from(c.leaf)).collect();
        vec![
            ints("tree_roots", self.roots),
            tensor_attribute("nodes_modes", bytes(vec![BRANCH_LEQ; self.features.len()])),
            tensor_attribute("nodes_splits", doubles(&[self.limits.len()], &self.limits)),
            ints(
                "nodes_featureids",
                self.features.iter().map(|&f| place[f] as i64).collect(),
            ),
            ints("nodes_truenodeids", id(&self.yes)),
            ints("nodes_trueleafs", leaf(&self.yes)),
            ints("nodes_falsenodeids", id(&self.no)),
            ints("nodes_falseleafs", leaf(&self.no)),
            ints("nodes_missing_value_tracks_true", self.missing),
            ints("leaf_targetids", vec![0; self.leaves.len()]),
            tensor_attribute("leaf_weights", doubles(&[self.leaves.len()], &self.leaves)),
            int("n_targets", 1),
        ]
    }
}
