//! Values and intervals that people are shown: segments of churn, shapes of drivers and reasons use the same ones.

use holdfast_domain::lang::Bilingual;
use holdfast_learn::encode::binner::ColumnBins;
use holdfast_learn::folds::sample;
use holdfast_learn::frame::{FeatureData, Frame, MISSING};
use holdfast_stats::quantile;
use rayon::prelude::*;

use crate::analyze::words::{ColumnWords, missing, number};

/// How one column is cut for showing.
pub struct Slices {
    /// Names of the slices.
    pub names: Vec<Bilingual>,
    /// Slice of every row of the frame.
    pub of: Vec<u8>,
    /// Whether the slices have a natural order.
    pub natural: bool,
}

/// A number with at most this many different values is shown value by value.
const FEW_VALUES: usize = 8;
/// Intervals of a number with more values.
const INTERVALS: usize = 5;
/// Levels of a category shown by name; the others are one slice.
const LEVELS: usize = 15;
/// Rows that cut points are taken from.
const CUT_ROWS: usize = 100_000;

/// Cuts every column of the frame; cut points and level order come from the rows `rows`.
pub fn cut(frame: &Frame, words: &[ColumnWords], rows: &[u32], seed: u64) -> Vec<Slices> {
    let seen = sample(rows, CUT_ROWS, seed);
    frame
        .columns
        .par_iter()
        .zip(words)
        .map(|(feature, words)| match &feature.data {
            FeatureData::Number(values) => cut_number(values, words, &seen),
            FeatureData::Category { codes, levels } => cut_category(codes, levels, rows),
        })
        .collect()
}

fn cut_number(values: &[f64], words: &ColumnWords, seen: &[u32]) -> Slices {
    let mut present: Vec<f64> = seen
        .iter()
        .map(|&r| values[r as usize])
        .filter(|v| !v.is_nan())
        .collect();
    present.sort_unstable_by(f64::total_cmp);
    let mut distinct = present.clone();
    distinct.dedup();
    let (cuts, mut names): (Vec<f64>, Vec<Bilingual>) = if distinct.len() <= FEW_VALUES {
        let cuts = distinct[..distinct.len().saturating_sub(1)].to_vec();
        (
            cuts,
            distinct
                .iter()
                .map(|&v| words.with_unit(&number(v, words.percent)))
                .collect(),
        )
    } else {
        let cuts = quantile::cut_points(&present, INTERVALS);
        let names = (0..=cuts.len())
            .map(|k| match k.checked_sub(1) {
                // All values up to the first cut are that value: "0", not "≤ 0".
                None if cuts.first() == present.first() => words.with_unit(&number(present[0], words.percent)),
                below => words.interval(below.map(|b| cuts[b]), cuts.get(k).copied()),
            })
            .collect();
        (cuts, names)
    };
    let gap = names.len() as u8;
    let mut any_missing = false;
    let of = values
        .iter()
        .map(|&v| {
            if v.is_nan() {
                any_missing = true;
                gap
            } else {
                ColumnBins::bin_of_number(&cuts, v) - 1
            }
        })
        .collect();
    if any_missing || names.is_empty() {
        names.push(missing());
    }
    Slices {
        names,
        of,
        natural: true,
    }
}

fn cut_category(codes: &[u32], levels: &[String], rows: &[u32]) -> Slices {
    let mut counts = vec![0usize; levels.len()];
    for &row in rows {
        if let Some(slot) = counts.get_mut(codes[row as usize] as usize) {
            *slot += 1;
        }
    }
    let mut order: Vec<usize> = (0..levels.len()).filter(|&l| counts[l] > 0).collect();
    order.sort_by_key(|&l| (std::cmp::Reverse(counts[l]), l));
    let shown = if order.len() > LEVELS { LEVELS - 1 } else { order.len() };
    let mut names: Vec<Bilingual> = order[..shown]
        .iter()
        .map(|&l| Bilingual::same(levels[l].as_str()))
        .collect();
    // Slices after the named ones: the other levels, then missing values, each only if there is one.
    let mut slice_of = vec![u8::MAX; levels.len()];
    for (slice, &level) in order[..shown].iter().enumerate() {
        slice_of[level] = slice as u8;
    }
    let others = codes.iter().any(|&c| slice_of.get(c as usize) == Some(&u8::MAX));
    let other_slice = names.len() as u8;
    if others {
        names.push(Bilingual::new("其他", "other"));
    }
    let missing_slice = names.len() as u8;
    if codes.contains(&MISSING) || names.is_empty() {
        names.push(missing());
    }
    let of = codes
        .iter()
        .map(|&c| match slice_of.get(c as usize) {
            None => missing_slice,
            Some(&u8::MAX) => other_slice,
            Some(&slice) => slice,
        })
        .collect();
    Slices {
        names,
        of,
        natural: false,
    }
}

impl Slices {
    /// Retained and churned customers of each slice among the rows `rows`.
    pub fn counts(&self, rows: &[u32], labels: &[bool]) -> Vec<[u64; 2]> {
        let mut counts = vec![[0u64; 2]; self.names.len()];
        for &row in rows {
            counts[usize::from(self.of[row as usize])][usize::from(labels[row as usize])] += 1;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_cover_every_row_and_name_their_ends() {
        let words = ColumnWords {
            name: "tenure".into(),
            label: Bilingual::same("tenure"),
            unit: Bilingual::new("个月", "months"),
            integer: true,
            percent: false,
        };
        let mut values: Vec<f64> = (0..100).map(f64::from).collect();
        values.push(f64::NAN);
        let rows: Vec<u32> = (0..101).collect();
        let slices = cut_number(&values, &words, &rows);
        assert_eq!(slices.names.len(), 6);
        assert_eq!(slices.names[0].zh, "≤ 19个月");
        assert_eq!(slices.names[1].en, "20 – 39 months");
        assert_eq!(slices.names[4].en, "≥ 80 months");
        assert_eq!(slices.names[5], missing());
        let counts = slices.counts(&rows, &[false; 101]);
        assert_eq!(counts.iter().map(|c| c[0]).collect::<Vec<_>>(), [20, 20, 20, 20, 20, 1]);
    }
}
