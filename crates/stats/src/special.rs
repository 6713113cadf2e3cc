//! The logistic functions, safe at both ends, and the tail of the normal distribution.

use statrs::function::erf::erfc;

/// Probabilities nearer than this to 0 or 1 are moved to this distance before a logarithm is taken.
pub const PROBABILITY_MARGIN: f64 = 1e-15;

/// ln((1 − 1e-15)/1e-15). Written out, because 1 − 1e-15 is not a binary fraction and its log-odds would be off by 1e-3.
const LARGEST_LOGIT: f64 = 34.538_776_394_910_684;

/// Logistic function 1/(1 + e^−z): log-odds to probability, 0–1, without overflow.
pub fn sigmoid(z: f64) -> f64 {
    if z >= 0.0 {
        1.0 / (1.0 + (-z).exp())
    } else {
        let e = z.exp();
        e / (1.0 + e)
    }
}

/// Log-odds ln(p/(1−p)) of `p` within 0–1; as if `p` kept [`PROBABILITY_MARGIN`] from 0 and 1, so within ±34.54 and
/// symmetric about ½.
pub fn logit(p: f64) -> f64 {
    (p.ln() - (-p).ln_1p()).clamp(-LARGEST_LOGIT, LARGEST_LOGIT)
}

/// ln(1 + e^z) without overflow: the loss of a logistic regression.
pub fn log1p_exp(z: f64) -> f64 {
    if z > 0.0 {
        z + (-z).exp().ln_1p()
    } else {
        z.exp().ln_1p()
    }
}

/// P(|Z| ≥ |z|) of a standard normal Z.
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2).clamp(0.0, 1.0)
}

/// The z that a standard normal keeps within ±z with probability `confidence`, above 0 and below 1 (clamped to 1 − 1e-15): 1.96 at 0.95.
pub fn normal_within(confidence: f64) -> f64 {
    let outside = (1.0 - confidence).clamp(PROBABILITY_MARGIN, 1.0);
    let (mut low, mut high) = (0.0, 10.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if normal_two_sided(middle) > outside {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Moves `p` to at least [`PROBABILITY_MARGIN`] from 0 and from 1, for a loss.
pub(crate) fn clamp_probability(p: f64) -> f64 {
    p.clamp(PROBABILITY_MARGIN, 1.0 - PROBABILITY_MARGIN)
}
