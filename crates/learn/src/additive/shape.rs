//! Shape functions for people to look at: what each value of a column adds to the log-odds, with intervals.

use super::bins::ColumnBins;
use super::model::{AdditiveModel, Term, TermColumns};
use crate::contract::schema::Schema;

/// One term of the model with names.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// One axis for a main effect, two for a pair.
    pub axes: Vec<Axis>,
    /// One point a bin, or a cell with the second axis running fastest.
    pub points: Vec<Point>,
    /// Weighted mean of the absolute value over the training rows, in log-odds.
    pub importance: f64,
}

/// The bins of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Column of the schema.
    pub column: usize,
    /// Name of the column.
    pub name: String,
    /// What each bin holds.
    pub bins: Vec<Bin>,
}

/// What a bin holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Bin {
    /// Missing values.
    Missing,
    /// Numbers above `above` (`None`: from the smallest on) and up to `up_to` (`None`: to the largest).
    Between {
        /// Lower edge, not included.
        above: Option<f64>,
        /// Upper edge, included.
        up_to: Option<f64>,
    },
    /// A level.
    Level(String),
    /// Rare and unseen levels.
    Rare,
}

/// The value of a term in one bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// What is added to the log-odds.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// Weight of the training rows in the bin; 0: nothing is known here, and nothing is added.
    pub weight: f64,
}

impl AdditiveModel {
    /// All terms, the most important first. `schema` is the one that the model was fitted with.
    pub fn shapes(&self, schema: &Schema) -> Vec<Shape> {
        let mut shapes: Vec<Shape> = self.terms.iter().map(|term| self.shape(term, schema)).collect();
        // Stable: ties stay in the order of the terms.
        shapes.sort_by(|a, b| b.importance.total_cmp(&a.importance));
        shapes
    }

    fn shape(&self, term: &Term, schema: &Schema) -> Shape {
        let axes = match &term.columns {
            TermColumns::Main { column } => vec![self.axis(*column, None, schema)],
            TermColumns::Pair { columns, coarse, bins } => (0..2)
                .map(|k| self.axis(columns[k], Some((&coarse[k], bins[k])), schema))
                .collect(),
        };
        let points = (term.values.iter().zip(&term.half_widths).zip(&term.weights))
            .map(|((&value, half), &weight)| Point {
                value,
                low: value - half,
                high: value + half,
                weight,
            })
            .collect();
        Shape {
            axes,
            points,
            importance: term.importance,
        }
    }

    fn axis(&self, column: usize, coarse: Option<(&[u8], usize)>, schema: &Schema) -> Axis {
        let known = schema.columns.get(column);
        let fine: Vec<Bin> = match self.bins.get(column) {
            Some(Some(ColumnBins::Number { cuts })) => std::iter::once(Bin::Missing)
                .chain((0..=cuts.len()).map(|k| Bin::Between {
                    above: k.checked_sub(1).map(|below| cuts[below]),
                    up_to: cuts.get(k).copied(),
                }))
                .collect(),
            Some(Some(ColumnBins::Category { codes })) => {
                let levels = known.and_then(|column| column.levels.as_deref()).unwrap_or_default();
                let name = |&code: &u32| levels.get(code as usize).cloned().map_or(Bin::Rare, Bin::Level);
                std::iter::once(Bin::Missing)
                    .chain(codes.iter().map(name))
                    .chain([Bin::Rare])
                    .collect()
            }
            _ => Vec::new(),
        };
        Axis {
            column,
            name: known.map(|column| column.name.clone()).unwrap_or_default(),
            bins: match coarse {
                None => fine,
                Some((coarse, bins)) => (0..bins).map(|bin| joined(&fine, coarse, bin)).collect(),
            },
        }
    }
}

/// What a coarser bin holds.
fn joined(fine: &[Bin], coarse: &[u8], bin: usize) -> Bin {
    let mut parts = fine
        .iter()
        .zip(coarse)
        .filter(|&(_, &to)| usize::from(to) == bin)
        .map(|(part, _)| part);
    match (parts.next(), parts.next_back()) {
        (Some(Bin::Between { above, .. }), Some(Bin::Between { up_to, .. })) => Bin::Between {
            above: *above,
            up_to: *up_to,
        },
        (Some(only), None) => only.clone(),
        _ => Bin::Rare,
    }
}
