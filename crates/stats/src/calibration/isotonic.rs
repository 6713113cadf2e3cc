//! Isotonic calibration: any rising curve.

use serde::{Deserialize, Serialize};

use super::inputs::Inputs;
use crate::error::StatsError;
use crate::special::logit;

/// A rising curve from log-odds to probability, linear between its knots and flat beyond the first and the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Isotonic {
    /// Log-odds at the knots, rising.
    pub log_odds: Vec<f64>,
    /// Probabilities there, never falling, inside 0–1 and never 0 or 1.
    pub probabilities: Vec<f64>,
}

/// Neighbouring scores with one rate.
#[derive(Clone, Copy)]
struct Block {
    first: f64,
    last: f64,
    churned: f64,
    all: f64,
}

impl Block {
    fn rate(self) -> f64 {
        self.churned / self.all
    }
}

impl Isotonic {
    /// Pool adjacent violators (Ayer et al. 1955; Zadrozny & Elkan 2002) over the *distinct* scores: customers with the same score are one
    /// point with their mean outcome, so that the row order does not matter.
    ///
    /// A block without churners would be given 0 and one of churners only 1, which no count supports: they get 1/(n + 2) and
    /// (n + 1)/(n + 2) (Laplace's rule of succession, n the block's weight), or their neighbour's rate where that is nearer. Between
    /// blocks the curve is linear. Arguments as [`super::platt::Platt::fit`].
    ///
    /// # Errors
    /// `LengthMismatch`, `Empty`, `NotFinite`, `NonPositiveWeight`, `OneClass`.
    pub fn fit(log_odds: &[f64], labels: &[bool], weights: &[f64]) -> Result<Self, StatsError> {
        let inputs = Inputs::new(log_odds, labels, weights)?;
        let blocks = pooled(&inputs);
        let last = blocks.len() - 1;
        let mut out = Self {
            log_odds: Vec::with_capacity(2 * blocks.len()),
            probabilities: Vec::with_capacity(2 * blocks.len()),
        };
        for (i, &block) in blocks.iter().enumerate() {
            // Rates rise strictly from block to block: only the first can be 0 and only the last 1.
            let low = if i < last { blocks[i + 1].rate() } else { 1.0 };
            let high = if i > 0 { blocks[i - 1].rate() } else { 0.0 };
            let rate = block
                .rate()
                .max((1.0 / (block.all + 2.0)).min(low))
                .min(((block.all + 1.0) / (block.all + 2.0)).max(high));
            for knot in [block.first, block.last] {
                if out.log_odds.last().is_none_or(|&before| before < knot) {
                    out.log_odds.push(knot);
                    out.probabilities.push(rate);
                }
            }
        }
        Ok(out)
    }

    /// The calibrated probability, inside 0–1 and never 0 or 1.
    pub fn probability(&self, log_odds: f64) -> f64 {
        let above = self.log_odds.partition_point(|&knot| knot < log_odds);
        let (Some(&first), Some(&last)) = (self.probabilities.first(), self.probabilities.last()) else {
            return 0.5;
        };
        if above == 0 {
            return first;
        }
        if above == self.log_odds.len() {
            return last;
        }
        let (left, right) = (self.log_odds[above - 1], self.log_odds[above]);
        let (low, high) = (self.probabilities[above - 1], self.probabilities[above]);
        let share = (log_odds - left) / (right - left);
        (low + share * (high - low)).clamp(low, high)
    }

    /// The calibrated log-odds.
    pub fn apply(&self, log_odds: f64) -> f64 {
        logit(self.probability(log_odds))
    }
}

fn pooled(inputs: &Inputs) -> Vec<Block> {
    let mut order: Vec<u32> = (0..inputs.len() as u32).collect();
    // Churned first within a tie and then by weight: sums do not depend on the row order.
    order.sort_unstable_by(|&a, &b| {
        let (a, b) = (a as usize, b as usize);
        (inputs.log_odds[a] + 0.0)
            .total_cmp(&(inputs.log_odds[b] + 0.0))
            .then(inputs.labels[b].cmp(&inputs.labels[a]))
            .then(inputs.weight(a).total_cmp(&inputs.weight(b)))
    });
    let mut points: Vec<Block> = Vec::new();
    for row in order {
        let row = row as usize;
        let score = inputs.log_odds[row] + 0.0;
        let weight = inputs.weight(row);
        let churned = if inputs.labels[row] { weight } else { 0.0 };
        match points.last_mut() {
            Some(tie) if tie.first == score => {
                tie.churned += churned;
                tie.all += weight;
            }
            _ => points.push(Block {
                first: score,
                last: score,
                churned,
                all: weight,
            }),
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    for point in points {
        blocks.push(point);
        while let [.., a, b] = blocks[..] {
            if a.churned * b.all < b.churned * a.all {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push(Block {
                first: a.first,
                last: b.last,
                churned: a.churned + b.churned,
                all: a.all + b.all,
            });
        }
    }
    blocks
}
