//! Additive models and scorecards: a table of log-odds for each column or group of columns.

use crate::assembly::Assembly;
use crate::axis::Axis;
use crate::error::OnnxError;
use crate::graph::int;

/// Log-odds = base + Σ terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// Log-odds before any term is added.
    pub base: f64,
    /// The terms.
    pub terms: Vec<LookupTerm>,
}

/// What the bins of one column, or of several together, add.
#[derive(Clone, Debug, PartialEq)]
pub struct LookupTerm {
    /// The columns: one for a shape function, two for an interaction.
    pub axes: Vec<Axis>,
    /// Log-odds by bin, the last axis fastest: of two axes, `table[first * axes[1].bins() + second]`.
    pub table: Vec<f64>,
}

impl Lookup {
    /// Log-odds, `[N, 1]`.
    pub(crate) fn add(&self, assembly: &mut Assembly) -> Result<String, OnnxError> {
        let mut columns = vec![assembly.constant_column(self.base)];
        for term in &self.terms {
            columns.push(term.add(assembly)?);
        }
        Ok(assembly.graph.sum(&columns))
    }
}

impl LookupTerm {
    fn add(&self, assembly: &mut Assembly) -> Result<String, OnnxError> {
        let cells: usize = self.axes.iter().map(Axis::bins).product();
        if self.axes.is_empty() || cells != self.table.len() {
            return Err(OnnxError::Shape {
                part: "a term of an additive model",
                what: format!(
                    "{} axes with {cells} cells, but {} values",
                    self.axes.len(),
                    self.table.len()
                ),
            });
        }
        let mut cell: Option<String> = None;
        for axis in &self.axes {
            let bin = assembly.bin(axis)?;
            cell = Some(match cell {
                None => bin,
                Some(before) => {
                    let bins = assembly.graph.integers(&[axis.bins() as i64]);
                    let start = assembly.graph.node("Mul", &[&before, &bins], vec![]);
                    assembly.graph.node("Add", &[&start, &bin], vec![])
                }
            });
        }
        let table = assembly.graph.doubles(&[self.table.len()], &self.table);
        let cell = cell.unwrap_or_default();
        Ok(assembly.graph.node("Gather", &[&table, &cell], vec![int("axis", 0)]))
    }
}
