//! A graph that knows the inputs, and each way to cut a column only once.

use std::collections::BTreeMap;

use crate::axis::{Axis, Cut};
use crate::error::OnnxError;
use crate::graph::{Graph, ML, int, ints, strings};
use crate::inputs::Inputs;
use crate::message::data_type;
use crate::tree_ensemble::{Branch, Forest};

/// The graph of one model while its parts are added.
pub(crate) struct Assembly<'a> {
    /// Operators and constants.
    pub graph: Graph,
    /// Inputs.
    pub inputs: &'a Inputs<'a>,
    bins: Vec<(Axis, String)>,
    shape: Option<String>,
}

impl<'a> Assembly<'a> {
    /// Nothing but inputs.
    pub fn new(inputs: &'a Inputs<'a>) -> Self {
        Self {
            graph: Graph::default(),
            inputs,
            bins: Vec::new(),
            shape: None,
        }
    }

    /// The same value in every row, `[N, 1]`.
    pub fn constant_column(&mut self, value: f64) -> String {
        let constant = self.graph.doubles(&[1, 1], &[value]);
        let shape = match &self.shape {
            Some(shape) => shape.clone(),
            None => {
                let first = self.inputs.columns().first().map_or("", |c| c.name.as_str());
                self.shape.insert(self.graph.node("Shape", &[first], vec![])).clone()
            }
        };
        self.graph.node("Expand", &[&constant, &shape], vec![])
    }

    /// The input of a numeric column, `[N, 1]`.
    pub fn number(&self, column: usize) -> Result<&'a str, OnnxError> {
        match self.inputs.columns().get(column) {
            Some(input) if input.column.levels.is_none() => Ok(&input.name),
            found => Err(OnnxError::Shape {
                part: "a numeric column",
                what: format!(
                    "column {column} of the schema is {}",
                    found.map_or("not there", |_| "a category")
                ),
            }),
        }
    }

    /// The bin of a column as an integer, `[N, 1]`.
    pub fn bin(&mut self, axis: &Axis) -> Result<String, OnnxError> {
        if let Some((_, name)) = self.bins.iter().find(|(known, _)| known == axis) {
            return Ok(name.clone());
        }
        let name = match &axis.cut {
            Cut::Number { cuts } => self.number_bin(axis.column, cuts)?,
            Cut::Levels { bin_of, unseen, .. } => self.level_bin(axis.column, bin_of, *unseen)?,
        };
        self.bins.push((axis.clone(), name.clone()));
        Ok(name)
    }

    /// A search tree over the cuts: a comparison with every cut would hold a row's worth of cuts in memory.
    fn number_bin(&mut self, column: usize, cuts: &[f64]) -> Result<String, OnnxError> {
        let input = self.number(column)?;
        let mut forest = Forest::default();
        // Only a missing value is not below infinity.
        forest.plant(&Branch::at_most(
            0,
            f64::INFINITY,
            false,
            search(cuts, 1),
            Branch::Leaf(0.0),
        ));
        let bin = self
            .graph
            .node_of(ML, "TreeEnsemble", &[input], forest.attributes(&[0]));
        Ok(self.graph.cast(&bin, data_type::INT64))
    }

    fn level_bin(&mut self, column: usize, bin_of: &[usize], unseen: usize) -> Result<String, OnnxError> {
        let Some((input, levels)) = self.inputs.columns().get(column).zip(self.inputs.levels(column)) else {
            return Err(OnnxError::Shape {
                part: "a categorical column",
                what: format!("column {column} of the schema is no category"),
            });
        };
        // Of equal levels the last counts, as when a table is read by the schema; levels beyond `bin_of` are unseen ones.
        let mut map: BTreeMap<&str, i64> = levels
            .iter()
            .enumerate()
            .map(|(code, level)| (level.as_str(), bin_of.get(code).copied().unwrap_or(unseen) as i64))
            .collect();
        map.retain(|_, bin| *bin != unseen as i64);
        map.insert("", 0);
        let (keys, values): (Vec<String>, Vec<i64>) = map.into_iter().map(|(k, v)| (k.to_owned(), v)).unzip();
        let attributes = vec![
            strings("keys_strings", keys),
            ints("values_int64s", values),
            int("default_int64", unseen as i64),
        ];
        Ok(self.graph.node_of(ML, "LabelEncoder", &[&input.name], attributes))
    }
}

/// Finds the bin of a value: `first` below all cuts, one more for each cut that it lies above.
fn search(cuts: &[f64], first: usize) -> Branch {
    if cuts.is_empty() {
        return Branch::Leaf(first as f64);
    }
    let middle = cuts.len() / 2;
    Branch::at_most(
        0,
        cuts[middle],
        false,
        search(&cuts[..middle], first),
        search(&cuts[middle + 1..], first + middle + 1),
    )
}
