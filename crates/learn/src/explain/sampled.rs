//! Shapley values of any model by sampling.
//!
//! A row is told from a background row by switching its columns over, one after the other in a drawn order; what a column adds is the change of
//! the log-odds at its switch (Štrumbelj & Kononenko 2010). Each background row is used with one order and its reverse (antithetic, Mitchell
//! et al. 2022). Changes telescope: however few the orders, values add up to the log-odds less the background's mean, up to rounding.
//! The value function is the interventional one, as everywhere in this crate; single values carry the error of the sampling.

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::contract::predict::Contributions;
use crate::contract::row_key::mix;

/// Background rows in terms of an encoder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Background {
    /// `rows × width`.
    terms: Vec<f32>,
    /// Log-odds of each row.
    margins: Vec<f64>,
    /// Seed of the orders.
    seed: u64,
}

impl Background {
    /// Takes `size` rows (at least 1) that stand for all: those in the middle of `size` parts of equal weight by log-odds, so that their mean
    /// is near that of all. `terms` are `rows × width`; equal log-odds are ordered by place.
    pub fn choose(terms: &[f32], margins: &[f64], weights: &[f64], size: usize, seed: u64) -> Self {
        let rows = margins.len();
        let width = terms.len() / rows.max(1);
        let mut order: Vec<usize> = (0..rows).collect();
        order.sort_by(|&a, &b| margins[a].total_cmp(&margins[b]).then(a.cmp(&b)));
        let total: f64 = weights.iter().sum();
        let mut chosen = Vec::with_capacity(size);
        let mut below = 0.0;
        for row in order {
            below += weights[row];
            while chosen.len() < size && (chosen.len() as f64 + 0.5) / size as f64 * total <= below {
                chosen.push(row);
            }
        }
        Self {
            terms: chosen
                .iter()
                .flat_map(|&row| terms[row * width..(row + 1) * width].to_vec())
                .collect(),
            margins: chosen.iter().map(|&row| margins[row]).collect(),
            seed,
        }
    }

    /// Mean log-odds of the background rows.
    pub fn base(&self) -> f64 {
        self.margins.iter().sum::<f64>() / self.margins.len().max(1) as f64
    }

    /// Shapley values of rows with these terms (`rows × width`) and log-odds. `spans` are the terms of each column; `value` gives the log-odds
    /// of any number of rows of terms, each independent of the others, as it gave those of the background.
    pub fn explain(
        &self,
        terms: &[f32],
        margins: &[f64],
        spans: &[Range<usize>],
        value: &(dyn Fn(&[f32], usize) -> Vec<f64> + Sync),
    ) -> Contributions {
        let mut out = Contributions::zero(self.base(), margins.len(), spans.len());
        let width = terms.len() / margins.len().max(1);
        let orders: Vec<Vec<usize>> = (0..self.margins.len())
            .map(|pair| self.order(pair, spans.len()))
            .collect();
        out.values
            .par_chunks_mut(spans.len().max(1))
            .zip(margins)
            .enumerate()
            .for_each(|(row, (out, &margin))| {
                let row = &terms[row * width..(row + 1) * width];
                self.explain_row(row, margin, spans, &orders, value, out);
            });
        out
    }

    /// The order in which the columns are switched against one background row.
    fn order(&self, pair: usize, columns: usize) -> Vec<usize> {
        let start = mix(self.seed ^ mix(pair as u64));
        let mut order: Vec<usize> = (0..columns).collect();
        order.sort_by_key(|&column| (mix(start ^ column as u64), column));
        order
    }

    fn explain_row(
        &self,
        row: &[f32],
        margin: f64,
        spans: &[Range<usize>],
        orders: &[Vec<usize>],
        value: &(dyn Fn(&[f32], usize) -> Vec<f64> + Sync),
        out: &mut [f64],
    ) {
        let width = row.len();
        // Orders by background row with columns left out whose terms are the same: they change nothing.
        let walks: Vec<Vec<usize>> = orders
            .iter()
            .enumerate()
            .flat_map(|(pair, order)| {
                let from = &self.terms[pair * width..(pair + 1) * width];
                let differs = |&column: &usize| row[spans[column].clone()] != from[spans[column].clone()];
                let forward: Vec<usize> = order.iter().copied().filter(differs).collect();
                let backward = forward.iter().rev().copied().collect();
                [forward, backward]
            })
            .collect();
        let mut between = Vec::new();
        let mut count = 0;
        for (walk, columns) in walks.iter().enumerate() {
            let mut now = self.terms[walk / 2 * width..(walk / 2 + 1) * width].to_vec();
            // The last switch arrives at the row itself, whose log-odds are known.
            for &column in columns.iter().take(columns.len().saturating_sub(1)) {
                now[spans[column].clone()].copy_from_slice(&row[spans[column].clone()]);
                between.extend_from_slice(&now);
                count += 1;
            }
        }
        let mut values = value(&between, count).into_iter();
        let share = 1.0 / walks.len().max(1) as f64;
        for (walk, columns) in walks.iter().enumerate() {
            let mut before = self.margins[walk / 2];
            for (place, &column) in columns.iter().enumerate() {
                let after = if place + 1 == columns.len() {
                    margin
                } else {
                    values.next().unwrap_or(margin)
                };
                out[column] += share * (after - before);
                before = after;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2·a + b·c over three columns, the second of two terms that are summed.
    fn value(terms: &[f32], count: usize) -> Vec<f64> {
        assert_eq!(terms.len(), count * 4);
        let row = |t: &[f32]| 2.0 * f64::from(t[0]) + f64::from(t[1] + t[2]) * f64::from(t[3]);
        terms.chunks_exact(4).map(row).collect()
    }

    #[test]
    fn values_of_two_columns_that_work_together_are_shared_and_add_up() {
        let spans = [0..1, 1..3, 3..4];
        let zero = [0.0f32; 4];
        let background = Background::choose(&zero, &value(&zero, 1), &[1.0], 4, 9);
        let row = [1.0f32, 2.0, 1.0, 4.0];
        let margins = value(&row, 1);
        let found = background.explain(&row, &margins, &spans, &value);
        // By hand against a background of 0: 2·1 alone, and 3·4 shared by halves; an order and its reverse give both halves exactly.
        assert_eq!(found.base, 0.0);
        assert_eq!(found.values, [2.0, 6.0, 6.0]);
    }

    #[test]
    fn values_add_up_against_any_background() {
        let number = |i: usize| ((i * 29) % 17) as f32 / 4.0 - 2.0;
        let terms: Vec<f32> = (0..40 * 4).map(number).collect();
        let margins = value(&terms, 40);
        let weights: Vec<f64> = (0..40).map(|i| 1.0 + f64::from(i % 3)).collect();
        let background = Background::choose(&terms, &margins, &weights, 7, 1);
        assert_eq!(background.margins.len(), 7);
        let found = background.explain(&terms, &margins, &[0..1, 1..3, 3..4], &value);
        for (row, margin) in margins.iter().enumerate() {
            assert!((found.base + found.row(row).iter().sum::<f64>() - margin).abs() < 1e-12);
        }
    }
}
