//! Categories with more levels than bins: levels in the order of their churn rates.
//!
//! A level's rate is shrunk towards the rate of all rows. While trees are fitted, a row's level has the rate of the other rows' parts (five
//! parts by key), so that no row sees its own label (target statistics; Micci-Barreca 2001, cross-fitted as in Pargent et al. 2022).

use crate::contract::row_key::mix;
use crate::encode::binner::{ColumnBins, MISSING_BIN, weighted_cuts};
use crate::frame::MISSING;

/// Parts that rows are dealt into.
const PARTS: usize = 5;
/// Rows' worth of the overall rate that each level's rate is mixed with.
const SMOOTH: f64 = 20.0;
/// Bins that rates are cut into.
const BINS: usize = 127;
const STREAM: u64 = 0x1e7e15;

/// Bins of a ranked category.
pub(super) struct Ranked {
    /// Bins of levels for prediction; they have an order.
    pub(super) levels: ColumnBins,
    /// Bins of the rows for the fit.
    pub(super) fitted: Vec<u8>,
}

/// Ranks levels by rows with `codes` into `levels` levels, churned or not (`labels`), weights (empty: 1 each) and keys.
pub(super) fn rank(codes: &[u32], levels: usize, labels: &[bool], weights: &[f64], keys: &[u64]) -> Ranked {
    let weight = |row: usize| weights.get(row).copied().unwrap_or(1.0);
    let part_of = |row: usize| (mix(keys[row] ^ STREAM) % PARTS as u64) as usize;
    // [churned, all] by part and level.
    let mut sums = vec![[0.0; 2]; PARTS * levels];
    for (row, &code) in codes.iter().enumerate() {
        if (code as usize) < levels {
            let sum = &mut sums[part_of(row) * levels + code as usize];
            sum[0] += if labels[row] { weight(row) } else { 0.0 };
            sum[1] += weight(row);
        }
    }
    let mut of_level = vec![[0.0; 2]; levels];
    for part in sums.chunks(levels.max(1)) {
        for (all, sum) in of_level.iter_mut().zip(part) {
            *all = [all[0] + sum[0], all[1] + sum[1]];
        }
    }
    let [churned, all] = of_level.iter().fold([0.0; 2], |t, s| [t[0] + s[0], t[1] + s[1]]);
    let prior = churned / all.max(f64::MIN_POSITIVE);
    let rate = |churned: f64, all: f64| (churned + SMOOTH * prior) / (all + SMOOTH);
    // A row's rate depends on its part and level alone.
    let others: Vec<f64> = (sums.iter().enumerate())
        .map(|(at, sum)| {
            let level = of_level[at % levels];
            rate(level[0] - sum[0], level[1] - sum[1])
        })
        .collect();
    let mut weighed: Vec<(f64, f64)> = others.iter().zip(&sums).map(|(&rate, sum)| (rate, sum[1])).collect();
    let cuts = weighted_cuts(&mut weighed, BINS);
    let bin = |rate: f64| ColumnBins::bin_of_number(&cuts, rate);
    let fitted_bins: Vec<u8> = others.iter().map(|&rate| bin(rate)).collect();
    let unseen = bin(prior);
    let fitted = codes
        .iter()
        .enumerate()
        .map(|(row, &code)| match code {
            MISSING => MISSING_BIN,
            code if (code as usize) < levels => fitted_bins[part_of(row) * levels + code as usize],
            _ => unseen,
        })
        .collect();
    Ranked {
        levels: ColumnBins::Category {
            bin_of: of_level.iter().map(|level| bin(rate(level[0], level[1]))).collect(),
            rare: unseen,
            bins: cuts.len() + 2,
        },
        fitted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_does_not_see_its_own_label() {
        // Every level once: what a row gets says nothing, whatever its label.
        let codes: Vec<u32> = (0..400).collect();
        let labels: Vec<bool> = (0..400).map(|i| i % 3 == 0).collect();
        let keys: Vec<u64> = (0..400).collect();
        let ranked = rank(&codes, 400, &labels, &[], &keys);
        assert!(ranked.fitted.iter().all(|&bin| bin == ranked.fitted[0]));
        let ColumnBins::Category { bin_of, rare, .. } = &ranked.levels else {
            panic!("a category")
        };
        // Outside the fit the only row of a level is known.
        assert!(bin_of[0] >= *rare && bin_of[1] <= *rare);
    }

    #[test]
    fn levels_are_ordered_by_rate_and_missing_ones_keep_their_bin() {
        let codes: Vec<u32> = (0..6000).map(|i| if i % 50 == 7 { MISSING } else { i % 3 }).collect();
        let labels: Vec<bool> = (0..6000).map(|i| i % 3 == 1 && i % 2 == 0 || i % 30 == 2).collect();
        let keys: Vec<u64> = (0..6000).collect();
        let ranked = rank(&codes, 3, &labels, &[], &keys);
        let ColumnBins::Category { bin_of, .. } = &ranked.levels else {
            panic!("a category")
        };
        assert!(bin_of[0] < bin_of[2] && bin_of[2] < bin_of[1], "{bin_of:?}");
        assert!((0..6000).all(|i| (ranked.fitted[i] == MISSING_BIN) == (codes[i] == MISSING)));
    }
}
