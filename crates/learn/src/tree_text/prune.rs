//! Cost-complexity pruning (Breiman et al. 1984).

use super::fit::Impurity;
use super::grow::{Sum, impurity};
use super::tree::Node;

/// A sequence of ever smaller trees, each the best of its size in the one before.
pub(super) struct Sequence {
    /// For each node the penalty a leaf from which it is a leaf itself; infinite for what is a leaf anyway.
    closes_at: Vec<f64>,
    /// The penalties at which the tree gets smaller, rising, 0 first.
    pub(super) penalties: Vec<f64>,
}

/// Weakest links first: the node whose branch lowers the impurity least for each of its leaves.
pub(super) fn sequence(nodes: &[Node], kind: Impurity) -> Sequence {
    let own: Vec<f64> = nodes
        .iter()
        .map(|node| {
            let sum = Sum {
                churned: node.churned,
                all: node.customers,
            };
            impurity(kind, sum)
        })
        .collect();
    let mut closed = vec![false; nodes.len()];
    let mut closes_at = vec![f64::INFINITY; nodes.len()];
    let mut penalties = vec![0.0];
    let mut reached = 0.0_f64;
    loop {
        let (risk, leaves) = branches(nodes, &own, &closed);
        let weakest = (0..nodes.len())
            .filter(|&at| leaves[at] > 1)
            .map(|at| (at, (own[at] - risk[at]) / (leaves[at] - 1) as f64))
            .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let Some((at, link)) = weakest else {
            break;
        };
        reached = reached.max(link);
        closed[at] = true;
        closes_at[at] = reached;
        if penalties.last().is_none_or(|&last| reached > last) {
            penalties.push(reached);
        }
    }
    Sequence { closes_at, penalties }
}

/// Impurity and number of the leaves below each node that can be reached; 0 leaves for what lies below a closed node.
fn branches(nodes: &[Node], own: &[f64], closed: &[bool]) -> (Vec<f64>, Vec<usize>) {
    let mut risk = own.to_vec();
    let mut leaves = vec![1_usize; nodes.len()];
    let mut reached = vec![false; nodes.len()];
    reached[0] = true;
    for (at, node) in nodes.iter().enumerate() {
        if let Some(split) = node.split.as_ref().filter(|_| reached[at] && !closed[at]) {
            reached[split.left] = true;
            reached[split.right] = true;
        }
    }
    // Children come after their parent.
    for at in (0..nodes.len()).rev() {
        if !reached[at] {
            leaves[at] = 0;
        } else if let Some(split) = nodes[at].split.as_ref().filter(|_| !closed[at]) {
            risk[at] = risk[split.left] + risk[split.right];
            leaves[at] = leaves[split.left] + leaves[split.right];
        }
    }
    (risk, leaves)
}

/// The tree that is best at a penalty a leaf.
pub(super) fn pruned(nodes: &[Node], sequence: &Sequence, penalty: f64) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    let mut open = vec![(0_usize, None)];
    while let Some((at, parent)) = open.pop() {
        let number = out.len();
        if let Some((parent, left)) = parent {
            let node: &mut Node = &mut out[parent];
            if let Some(split) = &mut node.split {
                *(if left { &mut split.left } else { &mut split.right }) = number;
            }
        }
        let mut node = nodes[at].clone();
        if sequence.closes_at[at] <= penalty {
            node.split = None;
        }
        if let Some(split) = &node.split {
            open.push((split.right, Some((number, false))));
            open.push((split.left, Some((number, true))));
        }
        out.push(node);
    }
    out
}
