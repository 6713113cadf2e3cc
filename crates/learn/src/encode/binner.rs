//! Quantile bins for numbers, a bin a level for categories; bin 0 is "missing" in every column.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::folds::sample;
use crate::frame::{Feature, FeatureData, Frame, MISSING};

/// The bin of a missing value, in every column.
pub const MISSING_BIN: u8 = 0;

/// Rows that quantiles are taken from at most; more do not move a cut point by a visible amount.
const QUANTILE_ROWS: usize = 200_000;

/// Cut points and level maps, fitted on training rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Binner {
    columns: Vec<ColumnBins>,
}

/// How one column is cut.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ColumnBins {
    /// Bin `1 + k` holds values above `cuts[k-1]` and up to `cuts[k]`.
    Number {
        /// Rising, distinct inner cut points.
        cuts: Vec<f64>,
    },
    /// Bin of each level code. Rare and unseen levels share the bin `rare`.
    Category {
        /// Bin by level code; codes beyond it are unseen levels.
        bin_of: Vec<u8>,
        /// The shared bin of rare and unseen levels.
        rare: u8,
        /// Number of bins.
        bins: usize,
    },
}

impl ColumnBins {
    /// Number of bins, the missing one included.
    pub fn bins(&self) -> usize {
        match self {
            Self::Number { cuts } => cuts.len() + 2,
            Self::Category { bins, .. } => *bins,
        }
    }

    /// Whether the bins have an order.
    pub fn ordered(&self) -> bool {
        matches!(self, Self::Number { .. })
    }

    /// The bin of a number (bin 0 when missing).
    pub fn bin_of_number(cuts: &[f64], value: f64) -> u8 {
        if value.is_nan() {
            MISSING_BIN
        } else {
            (1 + cuts.partition_point(|&cut| cut < value)) as u8
        }
    }
}

/// A table of bins: one byte a value, column by column.
#[derive(Clone, Debug)]
pub struct Binned {
    /// Bins by column, then by row.
    pub columns: Vec<Vec<u8>>,
    /// Number of bins of each column.
    pub bins: Vec<usize>,
    /// Whether the bins of a column have an order (numbers) or not (categories).
    pub ordered: Vec<bool>,
    /// Number of rows.
    pub rows: usize,
}

/// How finely to bin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BinSettings {
    /// Largest number of bins for the values of a numeric column, 2–254.
    pub number_bins: usize,
    /// Largest number of levels with a bin of their own, 1–250.
    pub levels: usize,
    /// A level with fewer training rows (their weights summed) than this is rare.
    pub rare_below: usize,
}

impl Default for BinSettings {
    fn default() -> Self {
        // 10: below it a level's churn rate says next to nothing (its 95 % interval is wider than 0.5).
        Self {
            number_bins: 127,
            levels: 200,
            rare_below: 10,
        }
    }
}

impl Binner {
    /// Finds cut points and frequent levels in the rows `rows` of the frame.
    pub fn fit(frame: &Frame, rows: &[u32], settings: BinSettings) -> Self {
        Self::fit_weighted(frame, rows, &sample(rows, QUANTILE_ROWS, 0), &[], settings)
    }

    /// Finds cut points in the rows `seen` (some of `rows`) and frequent levels in `rows`; a weight of 2 (by row of the frame; empty: 1
    /// each) counts like the row twice.
    pub fn fit_weighted(frame: &Frame, rows: &[u32], seen: &[u32], weights: &[f64], settings: BinSettings) -> Self {
        let columns = frame
            .columns
            .par_iter()
            .map(|feature| fit_column(feature, rows, seen, weights, settings))
            .collect();
        Self { columns }
    }

    /// Cuts the column with this number in another way from now on.
    pub(crate) fn replace(&mut self, column: usize, bins: ColumnBins) {
        self.columns[column] = bins;
    }

    /// Cuts the rows `rows`, in that order, of a frame with the same columns.
    pub fn transform_rows(&self, frame: &Frame, rows: &[u32]) -> Binned {
        let columns = self
            .columns
            .par_iter()
            .zip(&frame.columns)
            .map(|(bins, feature)| transform_column(bins, feature, rows))
            .collect();
        Binned {
            columns,
            bins: self.columns.iter().map(ColumnBins::bins).collect(),
            ordered: self.columns.iter().map(ColumnBins::ordered).collect(),
            rows: rows.len(),
        }
    }

    /// Cuts all rows of a frame with the same columns.
    pub fn transform(&self, frame: &Frame) -> Binned {
        let all: Vec<u32> = (0..frame.rows as u32).collect();
        self.transform_rows(frame, &all)
    }

    /// How each column is cut.
    pub fn columns(&self) -> &[ColumnBins] {
        &self.columns
    }
}

/// Distinct rising inner cut points that split the weight of `(value, weight)` into at most `bins` bins of about equal weight; puts the
/// pairs in order. As
/// [`holdfast_stats::quantile::cut_points`] with weights.
pub(crate) fn weighted_cuts(pairs: &mut [(f64, f64)], bins: usize) -> Vec<f64> {
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut distinct: Vec<(f64, f64)> = Vec::new();
    for &(value, weight) in pairs.iter() {
        match distinct.last_mut() {
            Some(last) if last.0 == value => last.1 += weight,
            _ => distinct.push((value, weight)),
        }
    }
    let all: f64 = distinct.iter().map(|(_, weight)| weight).sum();
    let mut cuts = Vec::new();
    let (mut sum, mut next) = (0.0, 1);
    // No cut at the largest value: nothing would lie above it.
    for &(value, weight) in distinct.iter().take(distinct.len().saturating_sub(1)) {
        sum += weight;
        if sum * bins as f64 >= next as f64 * all {
            cuts.push(value);
            next = (sum * bins as f64 / all) as usize + 1;
        }
    }
    cuts
}

fn fit_column(feature: &Feature, rows: &[u32], seen: &[u32], weights: &[f64], settings: BinSettings) -> ColumnBins {
    let weight = |row: u32| weights.get(row as usize).copied().unwrap_or(1.0);
    match &feature.data {
        FeatureData::Number(values) => {
            // Adding zero turns −0 into 0, so that the two are one value.
            let mut pairs: Vec<(f64, f64)> = (seen.iter())
                .map(|&row| (values[row as usize] + 0.0, weight(row)))
                .filter(|(value, _)| !value.is_nan())
                .collect();
            ColumnBins::Number {
                cuts: weighted_cuts(&mut pairs, settings.number_bins),
            }
        }
        FeatureData::Category { codes, levels } => {
            let mut counts = vec![0.0; levels.len()];
            for &row in rows {
                if let Some(count) = counts.get_mut(codes[row as usize] as usize) {
                    *count += weight(row);
                }
            }
            let mut frequent: Vec<usize> = (0..levels.len())
                .filter(|&l| counts[l] >= settings.rare_below as f64)
                .collect();
            // By count, ties by code: which levels are kept does not depend on anything but the data.
            frequent.sort_by(|&a, &b| counts[b].total_cmp(&counts[a]).then(a.cmp(&b)));
            frequent.truncate(settings.levels);
            frequent.sort_unstable();
            let rare = (frequent.len() + 1) as u8;
            let mut bin_of = vec![rare; levels.len()];
            for (position, &level) in frequent.iter().enumerate() {
                bin_of[level] = (position + 1) as u8;
            }
            ColumnBins::Category {
                bin_of,
                rare,
                bins: frequent.len() + 2,
            }
        }
    }
}

fn transform_column(bins: &ColumnBins, feature: &Feature, rows: &[u32]) -> Vec<u8> {
    match (bins, &feature.data) {
        (ColumnBins::Number { cuts }, FeatureData::Number(values)) => rows
            .iter()
            .map(|&row| ColumnBins::bin_of_number(cuts, values[row as usize]))
            .collect(),
        (ColumnBins::Category { bin_of, rare, .. }, FeatureData::Category { codes, .. }) => rows
            .iter()
            .map(|&row| match codes[row as usize] {
                MISSING => MISSING_BIN,
                code => bin_of.get(code as usize).copied().unwrap_or(*rare),
            })
            .collect(),
        // A column that changed its type since the fit carries nothing the model knows.
        _ => vec![MISSING_BIN; rows.len()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        Frame {
            rows: 6,
            columns: vec![
                Feature {
                    name: "n".into(),
                    data: FeatureData::Number(vec![1.0, 2.0, 2.0, 3.0, f64::NAN, 9.0]),
                },
                Feature {
                    name: "c".into(),
                    data: FeatureData::Category {
                        codes: vec![0, 0, 1, MISSING, 2, 0],
                        levels: vec!["a".into(), "b".into(), "z".into()],
                    },
                },
            ],
        }
    }

    #[test]
    fn bins_are_fitted_on_training_rows_only() {
        let settings = BinSettings {
            number_bins: 10,
            levels: 10,
            rare_below: 1,
        };
        let binner = Binner::fit(&frame(), &[0, 1, 2, 3], settings);
        let binned = binner.transform(&frame());
        // Missing is bin 0; the unseen 9.0 falls into the last bin, the unseen level z into the rare bin.
        assert_eq!(binned.columns[0], vec![1, 2, 2, 3, 0, 3]);
        assert_eq!(binned.columns[1], vec![1, 1, 2, 0, 3, 1]);
        assert_eq!(binned.bins, vec![4, 4]);
    }

    #[test]
    fn rare_levels_share_a_bin() {
        let binner = Binner::fit(
            &frame(),
            &[0, 1, 2, 3, 4, 5],
            BinSettings {
                number_bins: 10,
                levels: 10,
                rare_below: 2,
            },
        );
        assert_eq!(binner.transform(&frame()).columns[1], vec![1, 1, 2, 0, 2, 1]);
    }
}
