//! How a column is cut: weighted quantiles for numbers, a bin a level for categories; missing values and rare levels have bins of their own.

use serde::{Deserialize, Serialize};

use super::settings::AdditiveSettings;
use crate::frame::{FeatureData, MISSING};

/// The bin of a missing value, in every column.
pub const MISSING_BIN: u8 = 0;

/// The bins of one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ColumnBins {
    /// Bin 0: missing. Bin `1 + k`: values above `cuts[k-1]` and up to `cuts[k]`.
    Number {
        /// Rising, distinct inner cut points.
        cuts: Vec<f64>,
    },
    /// Bin 0: missing. Bin `1 + k`: the level `codes[k]`. The last bin: rare and unseen levels.
    Category {
        /// Codes of the levels with a bin of their own, rising.
        codes: Vec<u32>,
    },
}

impl ColumnBins {
    /// Number of bins.
    pub fn bins(&self) -> usize {
        match self {
            Self::Number { cuts } => cuts.len() + 2,
            Self::Category { codes } => codes.len() + 2,
        }
    }

    /// Whether the bins after the missing one have an order.
    pub fn ordered(&self) -> bool {
        matches!(self, Self::Number { .. })
    }

    /// Finds the bins of the rows `rows` with their weights. Quantiles come from the first `quantile_rows` of them, levels from all.
    pub fn fit(
        data: &FeatureData,
        rows: &[u32],
        weights: &[f64],
        quantile_rows: usize,
        settings: &AdditiveSettings,
    ) -> Self {
        match data {
            FeatureData::Number(values) => {
                let weighted = rows.iter().zip(weights).take(quantile_rows);
                let mut pairs: Vec<(f64, f64)> = weighted
                    .map(|(&row, &weight)| (values[row as usize] + 0.0, weight))
                    .filter(|(value, _)| !value.is_nan())
                    .collect();
                Self::Number {
                    cuts: cut_points(&mut pairs, settings.number_bins),
                }
            }
            FeatureData::Category { codes, levels } => {
                let mut totals = vec![0.0; levels.len()];
                for (&row, &weight) in rows.iter().zip(weights) {
                    if let Some(total) = totals.get_mut(codes[row as usize] as usize) {
                        *total += weight;
                    }
                }
                let mut frequent: Vec<u32> = (0..levels.len() as u32)
                    .filter(|&level| totals[level as usize] >= settings.rare_below)
                    .collect();
                let weight = |level: u32| totals[level as usize];
                // Heaviest first, ties by code.
                frequent.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)).then(a.cmp(&b)));
                frequent.truncate(settings.levels);
                frequent.sort_unstable();
                Self::Category { codes: frequent }
            }
        }
    }

    /// Bins of the rows `rows`, written to `out`; a column of the other type is missing throughout.
    pub fn write(&self, data: &FeatureData, rows: &[u32], out: &mut [u8]) {
        match (self, data) {
            (Self::Number { cuts }, FeatureData::Number(values)) => {
                for (bin, &row) in out.iter_mut().zip(rows) {
                    let value = values[row as usize];
                    *bin = if value.is_nan() {
                        MISSING_BIN
                    } else {
                        1 + cuts.partition_point(|&cut| cut < value) as u8
                    };
                }
            }
            (Self::Category { codes: known }, FeatureData::Category { codes, .. }) => {
                for (bin, &row) in out.iter_mut().zip(rows) {
                    let code = codes[row as usize];
                    *bin = match known.binary_search(&code) {
                        _ if code == MISSING => MISSING_BIN,
                        Ok(place) => 1 + place as u8,
                        Err(_) => known.len() as u8 + 1,
                    };
                }
            }
            _ => out.fill(MISSING_BIN),
        }
    }

    /// A coarser bin for each bin: 0 stays 0, numbers are joined to at most `numbers` bins of about equal weight, the `levels` heaviest
    /// levels stay apart and the others join the rare ones. The second value is the number of coarser bins.
    pub fn coarsen(&self, weights: &[f64], numbers: usize, levels: usize) -> (Vec<u8>, usize) {
        let bins = self.bins();
        let mut coarse = vec![0u8; bins];
        match self {
            Self::Number { .. } => {
                let mut places: Vec<(f64, f64)> = (1..bins).map(|bin| (bin as f64, weights[bin])).collect();
                let cuts = cut_points(&mut places, numbers);
                for (bin, to) in coarse.iter_mut().enumerate().skip(1) {
                    *to = 1 + cuts.partition_point(|&cut| cut < bin as f64) as u8;
                }
                (coarse, cuts.len() + 2)
            }
            Self::Category { codes } => {
                let mut by_weight: Vec<usize> = (1..=codes.len()).collect();
                by_weight.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]).then(a.cmp(&b)));
                by_weight.truncate(levels);
                by_weight.sort_unstable();
                let rest = by_weight.len() as u8 + 1;
                coarse[1..].fill(rest);
                for (place, &bin) in by_weight.iter().enumerate() {
                    coarse[bin] = 1 + place as u8;
                }
                (coarse, by_weight.len() + 2)
            }
        }
    }
}

/// Distinct rising inner cut points between values (with weights): one after each value where there are at most `bins` values, else those
/// that part the weight into about equal shares. A value equal to a cut lies below it.
fn cut_points(values: &mut [(f64, f64)], bins: usize) -> Vec<f64> {
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut distinct: Vec<(f64, f64)> = Vec::new();
    for &mut (value, weight) in values {
        match distinct.last_mut() {
            Some(last) if last.0 == value => last.1 += weight,
            _ => distinct.push((value, weight)),
        }
    }
    let Some((_, inner)) = distinct.split_last() else {
        return Vec::new();
    };
    if distinct.len() <= bins {
        return between(&distinct, (0..inner.len()).collect());
    }
    let total: f64 = distinct.iter().map(|&(_, weight)| weight).sum();
    let mut chosen = Vec::with_capacity(bins - 1);
    let (mut below, mut next) = (0.0, 1.0);
    for (place, &(_, weight)) in inner.iter().enumerate() {
        below += weight;
        if below * bins as f64 >= next * total {
            chosen.push(place);
            // A heavy value may fill several shares at once.
            next = (below * bins as f64 / total).floor() + 1.0;
        }
    }
    between(&distinct, chosen)
}

/// Cuts halfway to the next value: a value that falls between two that were seen goes to the nearer one.
fn between(distinct: &[(f64, f64)], places: Vec<usize>) -> Vec<f64> {
    let mut cuts: Vec<f64> = places
        .into_iter()
        .map(|place| {
            let (low, high) = (distinct[place].0, distinct[place + 1].0);
            let middle = low + (high / 2.0 - low / 2.0);
            // Rounding must not carry the cut up to the next value.
            if middle < high { middle.max(low) } else { low }
        })
        .collect();
    cuts.dedup();
    cuts
}
