//! Future purchases with a discount.

use rayon::prelude::*;

use super::line::{Tail, integrate};
use super::model::Buying;
use super::purchases::beta_mean;
use super::row::{History, p_alive, stayed};

/// See [`super::law::BuyingLaw::discounted_expected_transactions`].
pub(super) fn transactions(model: Buying, parameters: &[f64; 4], history: &History, rate: f64) -> f64 {
    let &[r, alpha, third, fourth] = parameters;
    let &History { frequency, age, .. } = history;
    let (shape, scale) = (r + frequency, alpha + age);
    let if_alive = match model {
        Buying::ParetoNbd => shape / scale * discounted_time(rate, fourth + age, third),
        Buying::BgNbd | Buying::MbgNbd => {
            let b = fourth + stayed(model, frequency);
            // Purchases of a customer with dropout probability p come at the rate of the gamma mixture of λ·e^(−λpt).
            let sensitivity = (shape + 1.0) / (rate * scale);
            beta_mean(third, b, sensitivity, |p| {
                shape / scale * discounted_time(rate, scale / p, shape + 1.0)
            })
        }
    };
    p_alive(model, parameters, history) * if_alive
}

/// ∫₀^∞ e^(−δt)·(1 + t/β)^−s dt, which is β^s·δ^(s−1)·Ψ(s, s; δβ) with the confluent hypergeometric function Ψ; for β = ∞
/// it is 1/δ.
pub(super) fn discounted_time(rate: f64, beta: f64, s: f64) -> f64 {
    let unit = (rate + s / beta).recip();
    let left = Tail { edge: 50.0, rate: 1.0 };
    let right = Tail {
        edge: 700.0,
        rate: f64::INFINITY,
    };
    let [sum] = integrate(0.2, left, right, |u| {
        let t = unit * u.exp();
        [u.exp() * (-rate * t - s * (t / beta).ln_1p()).exp()]
    });
    sum * unit
}

/// E(1 + py)^−(s+1) over p ~ Beta(a, b) at y = e^u, for u at equal steps: what the sums of all customers with one number of
/// purchases share.
pub(super) struct Shared {
    /// s, the shape of the purchase rate.
    shape: f64,
    /// Number of the first node: its u is this times the step.
    first: i64,
    /// y and its mean.
    nodes: Vec<(f64, f64)>,
}

/// As in [`super::line`].
const STEP: f64 = 0.2;
/// Below e^−42 of the scale on which the summand changes, and beyond 50 times the scale of the discount, nothing is left.
const BELOW: f64 = 42.0;
const BEYOND: f64 = 50.0;

impl Shared {
    /// For discounts κ from `low` to `high` (above 0) a unit of time.
    pub(super) fn new(shape: f64, a: f64, b: f64, low: f64, high: f64) -> Self {
        let (first, last) = (Self::begin(shape, high), Self::end(low));
        let nodes = (first..=last).into_par_iter().map(|j| {
            let y = (j as f64 * STEP).exp();
            let moved = y * (shape + 1.0);
            // Where no customer's purchases change anything yet: 1 to the last digit.
            let mean = if moved < 1e-17 {
                1.0
            } else {
                beta_mean(a, b, moved, |p| (-(shape + 1.0) * (p * y).ln_1p()).exp())
            };
            (y, mean)
        });
        Self {
            shape,
            first,
            nodes: nodes.collect(),
        }
    }

    fn begin(shape: f64, discount: f64) -> i64 {
        ((-(discount + shape + 1.0).ln() - BELOW) / STEP).floor().max(-3_700.0) as i64
    }

    fn end(discount: f64) -> i64 {
        ((BEYOND / discount).ln() / STEP).ceil().min(3_500.0) as i64
    }

    /// ∫₀^∞ e^(−κy)·E(1 + py)^−(s+1) dy for κ = `discount`, by the trapezoidal rule in ln y.
    pub(super) fn sum(&self, discount: f64) -> f64 {
        let at = |node: i64| usize::try_from(node - self.first).unwrap_or(0).min(self.nodes.len());
        let used = at(Self::begin(self.shape, discount))..at(Self::end(discount) + 1);
        let nodes = self.nodes.get(used).unwrap_or(&[]);
        let sum: f64 = nodes.iter().map(|(y, mean)| y * mean * (-discount * y).exp()).sum();
        sum * STEP
    }
}

#[cfg(test)]
mod tests {
    use super::discounted_time;

    #[test]
    fn by_hand() {
        // s = 0 and β = ∞: 1/δ. s = 1, δ = β = 1: e·E₁(1) = 0.596347362323194.
        assert!((discounted_time(0.02, 5.0, 0.0) * 0.02 - 1.0).abs() < 1e-13);
        assert!((discounted_time(0.02, f64::INFINITY, 3.0) * 0.02 - 1.0).abs() < 1e-13);
        assert!((discounted_time(1.0, 1.0, 1.0) - 0.596_347_362_323_194_1).abs() < 1e-14);
        // Almost no discount and s = 3: β/(s − 1).
        assert!((discounted_time(1e-13, 4.0, 3.0) - 2.0).abs() < 1e-11);
    }
}
