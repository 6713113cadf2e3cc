//! Discounted sums over an endless future.

use super::gamma_rise::ln_gamma_rise;
use crate::error::StatsError;

/// The smallest discount of one period: below it the sums need too many terms, and hardly converge to anything useful.
pub(crate) const LEAST_DISCOUNT: f64 = 1e-4;
const TERMS: u32 = 400_000;
const SETTLED: f64 = 1e-15;

/// The factor 1/(1 + d) of a period.
///
/// Errors: a discount below 0.0001 or not finite.
pub(crate) fn factor(discount: f64) -> Result<f64, StatsError> {
    if (LEAST_DISCOUNT..=f64::MAX).contains(&discount) {
        Ok(1.0 / (1.0 + discount))
    } else {
        Err(StatsError::OutOfRange {
            name: "discount of a period",
            value: discount,
            expected: "at least 0.0001 and finite",
        })
    }
}

/// Σ over k ≥ 0 of zᵏ·(b)ₖ/(b + c)ₖ = ₂F₁(1, b; b + c; z) for b, c > 0 and 0 < z < 1, by Gauss's continued fraction
/// (DLMF 15.7.5), which converges like (1 − √(1−z))ⁿ where the series does like zⁿ.
///
/// Errors: [`StatsError::NoConvergence`] of `name`.
pub(crate) fn fading_sum(name: &'static str, b: f64, c: f64, z: f64) -> Result<f64, StatsError> {
    let whole = b + c;
    // Modified Lentz for 1/(1 − e₁z/(1 − e₂z/(1 − …))); all eᵢ lie in 0–1, so no denominator comes near 0.
    let (mut value, mut upper, mut lower) = (1.0_f64, 1.0_f64, 0.0_f64);
    for step in 0..TERMS {
        let m = f64::from(step / 2);
        let e = match (step % 2, step) {
            (_, 0) => b / whole,
            (0, _) => (b + m) / (whole + 2.0 * m) * ((whole + m - 1.0) / (whole + 2.0 * m - 1.0)),
            _ => (m + 1.0) / (whole + 2.0 * m + 1.0) * ((c + m) / (whole + 2.0 * m)),
        };
        lower = 1.0 / (1.0 - e * z * lower);
        upper = 1.0 - e * z / upper;
        let change = upper * lower;
        value *= change;
        if (change - 1.0).abs() < SETTLED {
            return finite(name, 1.0 / value);
        }
    }
    Err(StatsError::NoConvergence {
        name,
        iterations: TERMS,
    })
}

/// Σ over k ≥ 0 of zᵏ·f(k) for f that falls and lies within 0–1, to 1e-14 of the sum.
///
/// Errors: [`StatsError::NoConvergence`] of `name`.
pub(crate) fn falling_sum(name: &'static str, z: f64, mut f: impl FnMut(u32) -> f64) -> Result<f64, StatsError> {
    let (mut sum, mut weight) = (0.0, 1.0);
    for k in 0..TERMS {
        let term = weight * f(k);
        sum += term;
        weight *= z;
        // All that follows is at most this term again and again.
        if term * z <= 1e-14 * (1.0 - z) * sum {
            return finite(name, sum);
        }
    }
    Err(StatsError::NoConvergence {
        name,
        iterations: TERMS,
    })
}

/// Σ over 1 ≤ j ≤ `terms` of (b)ⱼ/(b + c)ⱼ.
pub(crate) fn rising_ratio_sum(b: f64, c: f64, terms: u32) -> f64 {
    let (mut sum, mut ratio) = (0.0, 1.0);
    for j in 0..terms {
        let at = b + f64::from(j);
        ratio *= at / (at + c);
        sum += ratio;
    }
    sum
}

/// ln of (b)ᵤ/(b + c)ᵤ: the chance to stay `u` times where the chance to leave is Beta(c, b).
pub(crate) fn ln_stay(b: f64, c: f64, u: f64) -> f64 {
    // The same with c and u exchanged: the smaller step loses fewer digits.
    let (step, far) = (c.min(u), c.max(u));
    (ln_gamma_rise(b, step) - ln_gamma_rise(b + far, step)).min(0.0)
}

fn finite(name: &'static str, value: f64) -> Result<f64, StatsError> {
    crate::check::no_overflow(name, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continued_fraction_is_the_series() {
        for (b, c) in [
            (0.01, 3.0),
            (1.0, 1.0),
            (3.8, 0.668),
            (50.0, 1e-3),
            (1e6, 2.0),
            (2.0, 1e6),
        ] {
            for z in [0.1, 0.5, 1.0 / 1.1, 0.99] {
                let mut ratio = 1.0;
                let series = falling_sum("series", z, |k| {
                    let now = ratio;
                    let at = b + f64::from(k);
                    ratio *= at / (at + c);
                    now
                });
                let (series, found) = (series.unwrap(), fading_sum("fraction", b, c, z).unwrap());
                assert!((found / series - 1.0).abs() < 1e-12, "{b} {c} {z}: {found} {series}");
            }
        }
    }

    #[test]
    fn small_discounts_settle() {
        // b = 1, c = 1: −ln(1 − z)/z.
        let z = factor(LEAST_DISCOUNT).unwrap();
        let found = fading_sum("fraction", 1.0, 1.0, z).unwrap();
        assert!((found / (-(1.0 - z).ln() / z) - 1.0).abs() < 1e-10);
        assert!(factor(0.0).is_err() && factor(f64::NAN).is_err() && factor(f64::INFINITY).is_err());
    }
}
