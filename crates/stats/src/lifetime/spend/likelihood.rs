//! The likelihood of Gamma–Gamma, with its gradient.

use super::gamma_gamma::GammaGamma;
use super::rows::Row;
use crate::check;
use crate::chunks;
use crate::error::StatsError;
use crate::lifetime::gamma_rise::{digamma_rise, ln_gamma_rise};
use crate::maximise::Objective;
use statrs::function::gamma::ln_gamma;

/// Customers with one number of purchases.
struct Frequency {
    x: f64,
    weight: f64,
    /// Σ weight·ln(x·z̄).
    ln_spent: f64,
}

/// Σ weight·ln L, with L(x, z̄) = Γ(px+q)/(Γ(px)Γ(q))·z̄⁻¹·t^(px)·(1+t)^−(px+q) and t = x·z̄/v. All that depends on x alone is
/// computed once for each x; a row costs one logarithm.
pub(crate) struct Likelihood {
    /// x·z̄ in units of the geometric mean spend.
    spent: Vec<f64>,
    x: Vec<f64>,
    weight: Vec<f64>,
    frequencies: Vec<Frequency>,
    /// Σ weight·ln z̄ in these units: 0 but for rounding.
    ln_spend: f64,
    /// ln of the geometric mean spend.
    pub(crate) ln_unit: f64,
    /// Divides the weights.
    pub(crate) scale: f64,
}

impl Likelihood {
    /// `rows` as [`super::Spend::grouped`] orders them, at least one.
    ///
    /// Errors: spends so far apart that a sum of them is not a number.
    pub(crate) fn new(rows: &[Row]) -> Result<Self, StatsError> {
        let n = check::no_overflow("the number of customers", rows.iter().map(|row| row.weight).sum())?;
        let scale = n / rows.len() as f64;
        let ln_unit = rows.iter().map(|row| row.weight / n * row.mean_spend.ln()).sum::<f64>();
        let mut found = Self {
            spent: Vec::with_capacity(rows.len()),
            x: Vec::with_capacity(rows.len()),
            weight: Vec::with_capacity(rows.len()),
            frequencies: Vec::new(),
            ln_spend: 0.0,
            ln_unit,
            scale,
        };
        for run in rows.chunk_by(|a, b| a.frequency == b.frequency) {
            let (mut weight_sum, mut ln_spent, mut x) = (0.0, 0.0, 0.0);
            for row in run {
                let weight = row.weight / scale;
                let ln_spend = row.mean_spend.ln() - ln_unit;
                x = row.frequency;
                weight_sum += weight;
                ln_spent += weight * (ln_spend + x.ln());
                found.ln_spend += weight * ln_spend;
                found.spent.push(check::no_overflow("the spend", x * ln_spend.exp())?);
                found.x.push(x);
                found.weight.push(weight);
            }
            found.frequencies.push(Frequency {
                x,
                weight: weight_sum,
                ln_spent,
            });
        }
        Ok(found)
    }

    /// Rows, which is the sum of the scaled weights.
    pub(crate) fn rows(&self) -> usize {
        self.spent.len()
    }
}

impl Objective for Likelihood {
    fn evaluate(&self, logs: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let [ln_p, ln_q, ln_v] = *logs else {
            return f64::NEG_INFINITY;
        };
        let Ok(GammaGamma { p, q, v }) = GammaGamma::new(ln_p.exp(), ln_q.exp(), ln_v.exp()) else {
            return f64::NEG_INFINITY;
        };
        // Σ w·ln(1 + t), Σ w·x·ln(1 + t), and both with t/(1 + t).
        let sums = chunks::sum(self.spent.len(), 4, |rows, sums| {
            let columns = self.spent[rows.clone()]
                .iter()
                .zip(&self.x[rows.clone()])
                .zip(&self.weight[rows]);
            for ((spent, x), weight) in columns {
                let (ln, share) = ((spent / v).ln_1p(), spent / (v + spent));
                let (ln, share) = (weight * ln, weight * share);
                sums[0] += ln;
                sums[1] += x * ln;
                sums[2] += share;
                sums[3] += x * share;
            }
        });
        let mut value = -self.ln_spend - p * sums[1] - q * sums[0];
        let mut slopes = [-sums[1], -sums[0], p * sums[3] + q * sums[2]];
        for &Frequency { x, weight, ln_spent } in &self.frequencies {
            let px = p * x;
            let ln_t = ln_spent - weight * ln_v;
            value += weight * (ln_gamma_rise(q, px) - ln_gamma(px)) + px * ln_t;
            slopes[0] += x * (weight * digamma_rise(px, q) + ln_t);
            slopes[1] += weight * digamma_rise(q, px);
            slopes[2] -= weight * px;
        }
        for (sum, (slope, unit)) in gradient.iter_mut().zip(slopes.iter().zip([p, q, 1.0])) {
            *sum = slope * unit;
        }
        value
    }
}
