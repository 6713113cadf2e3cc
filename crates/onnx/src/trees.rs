//! Boosted trees: numbers against their cuts, levels by sets of bins.

use holdfast_learn::boost::tree::{FittedBooster, Tree};
use holdfast_learn::encode::binner::{Binner, ColumnBins, MISSING_BIN};

use crate::assembly::Assembly;
use crate::axis::Axis;
use crate::error::OnnxError;
use crate::graph::ML;
use crate::message::data_type;
use crate::tree_ensemble::{Branch, Forest};

/// A column of the operator's input.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Feature {
    /// The number itself.
    Value(usize),
    /// One more than the bin: sets hold values above 0.
    Bin(usize),
}

/// Log-odds of a booster, `[N, 1]`.
pub(crate) fn add(binner: &Binner, booster: &FittedBooster, assembly: &mut Assembly) -> Result<String, OnnxError> {
    let mut writer = Writer {
        columns: binner.columns(),
        features: Vec::new(),
    };
    let mut forest = Forest::default();
    for tree in &booster.trees {
        forest.plant(&writer.branch(tree, 0)?);
    }
    let base = assembly.constant_column(booster.base);
    if booster.trees.is_empty() {
        return Ok(base);
    }
    if writer.features.is_empty() {
        // Trees that are single leaves read no column, but the operator wants one.
        let sum: f64 = booster.trees.iter().map(|tree| tree.predict(&[], 0)).sum();
        return Ok(assembly.constant_column(booster.base + sum));
    }
    let mut inputs = Vec::with_capacity(writer.features.len());
    for feature in &writer.features {
        inputs.push(match *feature {
            Feature::Value(column) => assembly.number(column)?.to_owned(),
            Feature::Bin(column) => {
                let bin = assembly.bin(&Axis::of(column, &binner.columns()[column]))?;
                let bin = assembly.graph.cast(&bin, data_type::DOUBLE);
                let one = assembly.graph.doubles(&[1, 1], &[1.0]);
                assembly.graph.node("Add", &[&bin, &one], vec![])
            }
        });
    }
    let names: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let table = assembly.graph.beside(&names);
    let trees = assembly
        .graph
        .node_of(ML, "TreeEnsemble", &[&table], forest.attributes());
    Ok(assembly.graph.node("Add", &[&trees, &base], vec![]))
}

struct Writer<'a> {
    columns: &'a [ColumnBins],
    features: Vec<Feature>,
}

impl Writer<'_> {
    fn branch(&mut self, tree: &Tree, node: usize) -> Result<Branch, OnnxError> {
        let outside = |what: String| OnnxError::Shape {
            part: "a tree",
            what,
        };
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
        let feature = self.feature(Feature::Bin(column));
        Ok(by_set(feature, &goes_left, left, right))
    }

    fn feature(&mut self, feature: Feature) -> usize {
        match self.features.iter().position(|&known| known == feature) {
            Some(position) => position,
            None => {
                self.features.push(feature);
                self.features.len() - 1
            }
        }
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

/// A fork by the smaller of the two sets.
fn by_set(feature: usize, goes_left: &[bool], left: Branch, right: Branch) -> Branch {
    let lefts = goes_left.iter().filter(|&&l| l).count();
    let wanted = 2 * lefts <= goes_left.len();
    let members = (0..goes_left.len())
        .filter(|&b| goes_left[b] == wanted)
        .map(|b| b as f64 + 1.0)
        .collect();
    let (yes, no) = if wanted { (left, right) } else { (right, left) };
    Branch::among(feature, members, yes, no)
}
