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

    /// The same column with bins joined: bin `b` of this axis becomes `coarse[b]`, one of `bins`. The missing bin stays 0, and joined bins of a
    /// number are neighbours.
    pub fn joined(&self, coarse: &[u8], bins: usize) -> Self {
        let to = |bin: usize| coarse.get(bin).map_or(0, |&c| usize::from(c));
        let cut = match &self.cut {
            Cut::Number { cuts } => Cut::Number {
                cuts: (cuts.iter().enumerate())
                    .filter(|&(k, _)| to(1 + k) != to(2 + k))
                    .map(|(_, &cut)| cut)
                    .collect(),
            },
            Cut::Levels { bin_of, unseen, .. } => Cut::Levels {
                bin_of: bin_of.iter().map(|&bin| to(bin)).collect(),
                unseen: to(*unseen),
                bins,
            },
        };
        Self {
            column: self.column,
            cut,
        }
    }

    /// A category of `levels` levels of which those with the codes `own` have bins of their own, from 1; the others and unseen ones share
    /// the last bin.
    pub fn of_levels(column: usize, own: &[u32], levels: usize) -> Self {
        let unseen = own.len() + 1;
        let mut bin_of = vec![unseen; levels];
        for (place, &code) in own.iter().enumerate() {
            if let Some(bin) = bin_of.get_mut(code as usize) {
                *bin = place + 1;
            }
        }
        Self {
            column,
            cut: Cut::Levels {
                bin_of,
                unseen,
                bins: own.len() + 2,
            },
        }
    }

    /// Number of bins, the missing one included.
    pub fn bins(&self) -> usize {
        match &self.cut {
            Cut::Number { cuts } => cuts.len() + 2,
            Cut::Levels { bins, .. } => *bins,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_bins_keep_the_cuts_between_them() {
        let fine = Axis {
            column: 3,
            cut: Cut::Number {
                cuts: vec![1.0, 2.0, 3.0, 4.0],
            },
        };
        let joined = fine.joined(&[0, 1, 1, 2, 2, 3], 4);
        assert_eq!(joined.cut, Cut::Number { cuts: vec![2.0, 4.0] });
        assert_eq!(joined.bins(), 4);
    }

    #[test]
    fn joined_levels_share_a_bin() {
        let fine = Axis::of_levels(1, &[0, 2, 3], 5);
        let Cut::Levels { bin_of, unseen, bins } = &fine.cut else {
            panic!("levels");
        };
        assert_eq!((bin_of.as_slice(), *unseen, *bins), ([1, 4, 2, 3, 4].as_slice(), 4, 5));
        let joined = fine.joined(&[0, 1, 2, 1, 2], 3);
        assert_eq!(
            joined.cut,
            Cut::Levels {
                bin_of: vec![1, 2, 2, 1, 2],
                unseen: 2,
                bins: 3
            }
        );
    }
}
