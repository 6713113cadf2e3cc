//! How a column becomes a bin: the cuts and levels of a fitted model, by value.

use holdfast_learn::encode::binner::ColumnBins;

/// A column of the schema and how it is cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Number of the column in the schema.
    pub column: usize,
    /// How it is cut.
    pub cut: Cut,
}

/// Cuts of a number or bins of levels. Bin 0 is the missing value's.
#[derive(Clone, Debug, PartialEq)]
pub enum Cut {
    /// Bin `1 + k` holds values above `cuts[k-1]` and up to `cuts[k]`; `cuts.len() + 2` bins.
    Number {
        /// Rising, distinct cut points.
        cuts: Vec<f64>,
    },
    /// Bin of each level.
    Levels {
        /// Bin by level code of the schema.
        bin_of: Vec<usize>,
        /// Bin of a level that the schema does not know.
        unseen: usize,
        /// Number of bins.
        bins: usize,
    },
}

impl Axis {
    /// A column cut as a [`holdfast_learn::encode::binner::Binner`] does.
    pub fn of(column: usize, bins: &ColumnBins) -> Self {
        let cut = match bins {
            ColumnBins::Number { cuts } => Cut::Number { cuts: cuts.clone() },
            ColumnBins::Category { bin_of, rare, bins } => Cut::Levels {
                bin_of: bin_of.iter().map(|&b| usize::from(b)).collect(),
                unseen: usize::from(*rare),
                bins: *bins,
            },
        };
        Self { column, cut }
    }

    /// Number of bins, the missing one included.
    pub fn bins(&self) -> usize {
        match &self.cut {
            Cut::Number { cuts } => cuts.len() + 2,
            Cut::Levels { bins, .. } => *bins,
        }
    }
}
