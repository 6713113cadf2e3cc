//! Boosted trees: numbers against their cuts; a set of levels is a column of its own, 1 inside and 0 outside.

use std::collections::BTreeMap;

use holdfast_learn::boost::tree::{FittedBooster, Tree};
use holdfast_learn::encode::binner::{Binner, ColumnBins, MISSING_BIN};

use crate::assembly::Assembly;
use crate::axis::Axis;
use crate::error::OnnxError;
use crate::graph::{ML, int};
use crate::tree_ensemble::{Branch, Forest};

/// A column of the operator's input. The order is the order of the columns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Feature {
    /// The number itself.
    Value(usize),
    /// Whether the bin of a column is one of these; the missing bin is not.
    Among(usize, Vec<bool>),
}

/// Log-odds of a booster, `[N, 1]`.
pub(crate) fn add(binner: &Binner, booster: &FittedBooster, assembly: &mut Assembly) -> Result<String, OnnxError> {
    let mut writer = Writer {
        columns: binner.columns(),
        features: BTreeMap::new(),
    };
    let mut forest = Forest::default();
    let mut base = booster.base;
    for tree in &booster.trees {
        match writer.branch(tree, 0)? {
            // onnxruntime up to 1.23 miscounts a tree without a fork.
            Branch::Leaf(value) => base += value,
            fork => forest.plant(&fork),
        }
    }
    let base = assembly.constant_column(base);
    if writer.features.is_empty() {
        return Ok(base);
    }
    let mut order: Vec<&Feature> = writer.features.keys().collect();
    order.sort_unstable();
    let table = input(&order, binner, assembly)?;
    let mut place = vec![0; order.len()];
    for (position, feature) in order.into_iter().enumerate() {
        place[writer.features[feature]] = position;
    }
    let trees = assembly
        .graph
        .node_of(ML, "TreeEnsemble", &[&table], forest.attributes(&place));
    Ok(assembly.graph.node("Add", &[&trees, &base], vec![]))
}

/// The features as columns of doubles, `[N, features]`.
fn input(order: &[&Feature], binner: &Binner, assembly: &mut Assembly) -> Result<String, OnnxError> {
    let mut blocks = Vec::new();
    let same_column =
        |a: &&Feature, b: &&Feature| matches!((a, b), (Feature::Among(a, _), Feature::Among(b, _)) if a == b);
    for group in order.chunk_by(same_column) {
        let sets: Vec<&[bool]> = group.iter().filter_map(|feature| feature.set()).collect();
        blocks.push(match group[0] {
            Feature::Value(column) => assembly.number(*column)?.to_owned(),
            Feature::Among(column, _) => {
                let axis = Axis::of(*column, &binner.columns()[*column]);
                let bin = assembly.bin(&axis)?;
                // One row a bin, one column a set.
                let inside: Vec<f64> = (0..axis.bins())
                    .flat_map(|bin| sets.iter().map(move |set| f64::from(u8::from(set[bin]))))
                    .collect();
                let table = assembly.graph.doubles(&[axis.bins(), sets.len()], &inside);
                let inside = assembly.graph.node("Gather", &[&table, &bin], vec![int("axis", 0)]);
                let middle = assembly.graph.integers(&[1]);
                assembly.graph.node("Squeeze", &[&inside, &middle], vec![])
            }
        });
    }
    let names: Vec<&str> = blocks.iter().map(String::as_str).collect();
    Ok(assembly.graph.beside(&names))
}

impl Feature {
    fn set(&self) -> Option<&[bool]> {
        match self {
            Self::Value(_) => None,
            Self::Among(_, set) => Some(set),
        }
    }
}

struct Writer<'a> {
    columns: &'a [ColumnBins],
    features: BTreeMap<Feature, usize>,
}

impl Writer<'_> {
    fn branch(&mut self, tree: &Tree, node: usize) -> Result<Branch, OnnxError> {
        let outside = |what: String| OnnxError::Shape { part: "a tree", what };
        let node = tree
            .nodes
            .get(node)
            .ok_or_else(|| outside(format!("node {node} is not there")))?;
        if node.left == 0 {
            return Ok(Branch::Leaf(node.value));
        }
        let column = node.column as usize;
        let bins = self
            .columns
            .get(column)
            .ok_or_else(|| outside(format!("column {column} has no bins")))?;
        let goes_left: Vec<bool> = (0..bins.bins()).map(|b| node.left_bins.contains(b as u8)).collect();
        let left = |writer: &mut Self| writer.branch(tree, node.left as usize);
        let right = |writer: &mut Self| writer.branch(tree, node.right as usize);
        if goes_left.iter().all(|&l| l == goes_left[0]) {
            return if goes_left[0] { left(self) } else { right(self) };
        }
        let (left, right) = (left(self)?, right(self)?);
        if let ColumnBins::Number { cuts } = bins
            && let Some((limit, first_left)) = limit(cuts, &goes_left[1..])
        {
            let feature = self.feature(Feature::Value(column));
            let missing = goes_left[usize::from(MISSING_BIN)] == first_left;
            let (yes, no) = if first_left { (left, right) } else { (right, left) };
            return Ok(Branch::at_most(feature, limit, missing, yes, no));
        }
        // The set without the missing bin, so that a set and its complement are one feature.
        let outside_left = goes_left[usize::from(MISSING_BIN)];
        let set: Vec<bool> = goes_left.iter().map(|&l| l != outside_left).collect();
        let feature = self.feature(Feature::Among(column, set));
        let (outside, inside) = if outside_left { (left, right) } else { (right, left) };
        Ok(Branch::at_most(feature, 0.5, false, outside, inside))
    }

    fn feature(&mut self, feature: Feature) -> usize {
        let next = self.features.len();
        *self.features.entry(feature).or_insert(next)
    }
}

/// Where the bins of values change sides and whether those below go left; none if they change twice. Infinity if they
/// never do.
fn limit(cuts: &[f64], goes_left: &[bool]) -> Option<(f64, bool)> {
    let first = goes_left[0];
    let below = goes_left.iter().take_while(|&&l| l == first).count();
    let once = goes_left[below..].iter().all(|&l| l != first);
    once.then(|| (cuts.get(below - 1).copied().unwrap_or(f64::INFINITY), first))
}
