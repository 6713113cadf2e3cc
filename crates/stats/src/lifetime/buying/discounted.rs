//! Future purchases with a discount.

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
fn discounted_time(rate: f64, beta: f64, s: f64) -> f64 {
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
