//! The distributions of W in ln T = location + σ·W: density, survival and distribution function with derivatives.

use super::generalised_gamma;
use crate::special::{log1p_exp, sigmoid};
use statrs::function::erf::erfc;
use std::f64::consts::{FRAC_1_SQRT_2, LN_2};

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

/// From here on erfc loses digits or underflows and the continued fraction of Mills' ratio needs few terms.
const MILLS_FROM: f64 = 5.0;

/// ln P(Z > w) and the hazard φ(w)/P(Z > w) of the standard normal distribution.
fn normal_upper(w: f64) -> (f64, f64) {
    let density = -0.5 * w * w - HALF_LN_2PI;
    if w < MILLS_FROM {
        let upper = 0.5 * erfc(w * FRAC_1_SQRT_2);
        let value = if w < -1.0 {
            (-0.5 * erfc(-w * FRAC_1_SQRT_2)).ln_1p()
        } else {
            upper.ln()
        };
        return (value, density.exp() / upper);
    }
    // Mills' ratio 1/(w + 1/(w + 2/(w + 3/(w + …)))).
    let mut hazard = w;
    for n in (1..=60).rev() {
        hazard = w + f64::from(n) / hazard;
    }
    (density - hazard.ln(), hazard)
}
