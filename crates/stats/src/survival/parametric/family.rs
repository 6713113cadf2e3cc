//! The distributions of W in ln T = location + σ·W: density, survival and distribution function with derivatives.

use super::generalised_gamma;
use crate::special::{log1p_exp, sigmoid};
use std::f64::consts::LN_2;

/// Shape of the distribution of durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Constant hazard: Weibull with shape 1.
    Exponential,
    /// Hazard that rises or falls as a power of time; also proportional hazards.
    Weibull,
    /// Hazard that rises, then falls; ln T is normal.
    LogNormal,
    /// The same with a heavier tail; also proportional odds.
    LogLogistic,
    /// Prentice (1974): log-normal at Q = 0, Weibull at Q = 1, gamma at Q = σ.
    GeneralisedGamma,
}

impl Family {
    /// The model's name, for tables and errors.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::Weibull => "Weibull",
            Self::LogNormal => "log-normal",
            Self::LogLogistic => "log-logistic",
            Self::GeneralisedGamma => "generalised gamma",
        }
    }

    /// Whether σ is estimated.
    pub(super) fn has_scale(self) -> bool {
        self != Self::Exponential
    }

    /// Whether ln(1/σ) is reported, the shape, instead of ln σ.
    pub(super) fn reports_shape(self) -> bool {
        matches!(self, Self::Weibull | Self::LogLogistic)
    }

    /// The logarithm of the density of W at `w` with its derivatives; `q` is the shape of the generalised gamma.
    #[inline]
    pub(super) fn density(self, w: f64, q: f64) -> Curve {
        match self {
            Self::Exponential | Self::Weibull => {
                let e = w.exp();
                Curve::new(w - e, 1.0 - e, -e)
            }
            Self::LogNormal => Curve::new(-0.5 * w * w - HALF_LN_2PI, -w, -1.0),
            Self::LogLogistic => {
                let p = sigmoid(w);
                Curve::new(w - 2.0 * log1p_exp(w), 1.0 - 2.0 * p, -2.0 * p * (1.0 - p))
            }
            Self::GeneralisedGamma => generalised_gamma::density(w, q),
        }
    }

    /// ln P(W > w) with its derivatives.
    #[inline]
    pub(super) fn survival(self, w: f64, q: f64) -> Curve {
        match self {
            Self::Exponential | Self::Weibull => {
                let e = w.exp();
                Curve::new(-e, -e, -e)
            }
            Self::LogNormal => {
                let (value, hazard) = normal_upper(w);
                Curve::new(value, -hazard, -hazard * (hazard - w))
            }
            Self::LogLogistic => {
                let p = sigmoid(w);
                Curve::new(-log1p_exp(w), -p, -p * (1.0 - p))
            }
            Self::GeneralisedGamma => generalised_gamma::survival(w, q),
        }
    }

    /// ln P(W ≤ w) with its derivatives.
    #[inline]
    pub(super) fn distribution(self, w: f64, q: f64) -> Curve {
        match self {
            Self::Exponential | Self::Weibull => {
                let e = w.exp();
                if w < -30.0 {
                    // 1 − exp(−e) is e but for e²/2, and e itself may be 0.
                    return Curve::new(w - 0.5 * e, 1.0 - 0.5 * e, -0.5 * e);
                }
                let value = if e < LN_2 {
                    (-(-e).exp_m1()).ln()
                } else {
                    (-(-e).exp()).ln_1p()
                };
                let rate = if e > 700.0 { 0.0 } else { e / e.exp_m1() };
                Curve::new(value, rate, if rate == 0.0 { 0.0 } else { rate * (1.0 - e - rate) })
            }
            Self::LogNormal => {
                let (value, rate) = normal_upper(-w);
                Curve::new(value, rate, -rate * (w + rate))
            }
            Self::LogLogistic => {
                let p = sigmoid(-w);
                Curve::new(-log1p_exp(-w), p, -p * (1.0 - p))
            }
            Self::GeneralisedGamma => generalised_gamma::distribution(w, q),
        }
    }
}

/// A function of w and Q at one point.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Curve {
    pub(super) value: f64,
    /// First derivative in w.
    pub(super) slope: f64,
    /// Second derivative in w.
    pub(super) bend: f64,
    /// First derivative in Q, 0 but for the generalised gamma.
    pub(super) by_q: f64,
}

impl Curve {
    pub(super) fn new(value: f64, slope: f64, bend: f64) -> Self {
        Self {
            value,
            slope,
            bend,
            by_q: 0.0,
        }
    }
}

/// ½·ln 2π.
pub(super) const HALF_LN_2PI: f64 = 0.918_938_533_204_672_7;

/// Up to here the series of P(0 < Z < w) is short and loses no digits; beyond, the continued fraction of Mills' ratio is.
const MILLS_FROM: f64 = 2.5;

/// ln P(Z > w) and the hazard φ(w)/P(Z > w) of the standard normal distribution, to 14 digits (the error function of the
/// library has 10, too few for a search that compares log-likelihoods).
fn normal_upper(w: f64) -> (f64, f64) {
    let log_density = -0.5 * w * w - HALF_LN_2PI;
    if w >= MILLS_FROM {
        let hazard = inverse_mills(w);
        return (log_density - hazard.ln(), hazard);
    }
    let density = log_density.exp();
    let lower = if w <= -MILLS_FROM {
        density / inverse_mills(-w)
    } else {
        // P(0 < Z < w) = φ(w)·(w + w³/3 + w⁵/(3·5) + …).
        let (mut term, mut sum) = (w, w);
        for n in 1..60 {
            term *= w * w / f64::from(2 * n + 1);
            sum += term;
            if term.abs() < 1e-17 * sum.abs() {
                break;
            }
        }
        0.5 + density * sum
    };
    ((-lower).ln_1p(), density / (1.0 - lower))
}

/// φ(w)/P(Z > w) = w + 1/(w + 2/(w + 3/(w + …))), for w ≥ 2.5.
fn inverse_mills(w: f64) -> f64 {
    // Terms that 16 digits need, and some more.
    let terms = (20.0 + 250.0 / (w * w)) as u32;
    (1..=terms).rev().fold(w, |hazard, n| w + f64::from(n) / hazard)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILIES: [Family; 3] = [Family::Weibull, Family::LogNormal, Family::LogLogistic];

    #[track_caller]
    fn near(found: f64, expected: f64, tolerance: f64) {
        let allowed = tolerance * (1.0 + expected.abs());
        assert!((found - expected).abs() <= allowed, "{found} instead of {expected}");
    }

    #[test]
    fn derivatives_are_those_of_the_values() {
        let h = 1e-5;
        for family in FAMILIES {
            for function in [Family::density, Family::survival, Family::distribution] {
                for w in [-40.0, -31.0, -29.0, -6.0, -1.0, -0.4, 0.0, 0.9, 2.49, 2.51, 5.0] {
                    let at = function(family, w, 0.0);
                    let step = |w: f64| function(family, w, 0.0);
                    near(at.slope, (step(w + h).value - step(w - h).value) / (2.0 * h), 1e-6);
                    near(at.bend, (step(w + h).slope - step(w - h).slope) / (2.0 * h), 1e-6);
                }
            }
        }
    }

    #[test]
    fn the_two_tails_add_up_and_keep_their_digits() {
        for family in FAMILIES {
            for w in [-8.0, -1.0, 0.0, 0.7, 2.0] {
                let sum = family.survival(w, 0.0).value.exp() + family.distribution(w, 0.0).value.exp();
                near(sum, 1.0, 1e-14);
            }
            // Far out the logarithm is still finite.
            assert!(family.distribution(-700.0, 0.0).value > -3e5);
        }
        // ln P(Z > 5) and ln P(Z > 40), from scipy.stats.norm.logsf.
        near(
            Family::LogNormal.survival(5.0, 0.0).value,
            -15.064_998_393_988_725,
            1e-13,
        );
        near(Family::LogNormal.survival(40.0, 0.0).value, -804.608_442_013_754, 1e-13);
        near(
            Family::LogNormal.distribution(-4.999, 0.0).value,
            -15.059_812_373_671_578,
            1e-13,
        );
    }
}
