//! W of the generalised gamma distribution of Prentice (1974), smooth through Q = 0 where it is normal.
//!
//! For Q > 0, k = 1/Q²: k·exp(Q·W) has a gamma distribution with shape k. For Q < 0, −W is as for −Q.

use super::family::{Curve, HALF_LN_2PI};
use statrs::function::gamma::{digamma, ln_gamma};
use std::sync::LazyLock;

/// ln density: −½ ln 2π − R(k) − w²·φ₂(Qw), with Stirling's remainder R and φ₂(x) = (eˣ − 1 − x)/x².
pub(super) fn density(w: f64, q: f64) -> Curve {
    let (remainder, remainder_by_q) = stirling_by_q(q);
    let x = q * w;
    let (one, two, three) = exponential_parts(x);
    Curve {
        value: -HALF_LN_2PI - remainder - w * w * two,
        slope: -w * one,
        bend: -x.exp(),
        by_q: -remainder_by_q - w * w * w * three,
    }
}

/// ln P(W > w).
pub(super) fn survival(w: f64, q: f64) -> Curve {
    let at = density(w, q);
    let (value, by_q) = if q >= 0.0 {
        tails(w, q).upper
    } else {
        let (value, by_q) = tails(-w, -q).lower;
        (value, -by_q)
    };
    let hazard = (at.value - value).exp();
    Curve {
        value,
        slope: -hazard,
        bend: -hazard * (at.slope + hazard),
        by_q,
    }
}

/// ln P(W ≤ w).
pub(super) fn distribution(w: f64, q: f64) -> Curve {
    let at = density(w, q);
    let (value, by_q) = if q >= 0.0 {
        tails(w, q).lower
    } else {
        let (value, by_q) = tails(-w, -q).upper;
        (value, -by_q)
    };
    let rate = (at.value - value).exp();
    Curve {
        value,
        slope: rate,
        bend: rate * (at.slope - rate),
        by_q,
    }
}

/// ln E[exp(σ·W)]; `None` where it is infinite.
pub(super) fn log_moment(sigma: f64, q: f64) -> Option<f64> {
    let x = sigma * q;
    if x <= -1.0 {
        return None;
    }
    let (remainder, _) = stirling_by_q(q);
    // Γ(k + σ/Q) has shape (1 + σQ)/Q²: the remainder at Q/√(1 + σQ).
    let (moved, _) = stirling_by_q(q / (1.0 + x).sqrt());
    // (ln(1 + x) − x)/x² + ln(1 + x)/x, which is ½ at 0.
    let share = if x.abs() < 1e-2 {
        // Σ (−1)ⁿ xⁿ/((n + 1)(n + 2)).
        (0..12).rev().fold(0.0, |sum, n| {
            let n = f64::from(n);
            1.0 / ((n + 1.0) * (n + 2.0)) - x * sum
        })
    } else {
        ((1.0 + x) * x.ln_1p() - x) / (x * x)
    };
    Some(sigma * sigma * share - 0.5 * x.ln_1p() + moved - remainder)
}

/// ln of a tail with its derivative in Q.
type Tail = (f64, f64);

struct Tails {
    upper: Tail,
    lower: Tail,
}

/// Below this Q the density is nearly normal on both sides; above, the series of the incomplete gamma function is short.
const SERIES_FROM: f64 = 0.3;

/// Both tails for Q ≥ 0: the one away from the mode at 0 is computed, the other is its complement.
fn tails(w: f64, q: f64) -> Tails {
    if w >= 0.0 {
        let upper = integrated(w, q, 1.0);
        Tails {
            upper,
            lower: complement(upper),
        }
    } else {
        let lower = if q < SERIES_FROM {
            integrated(w, q, -1.0)
        } else {
            lower_series(w, q)
        };
        Tails {
            upper: complement(lower),
            lower,
        }
    }
}

fn complement((value, by_q): Tail) -> Tail {
    let share = value.exp();
    ((-share).ln_1p(), -share * by_q / (1.0 - share))
}

/// Fall of the log-density at which a tail is cut off: e⁻⁴⁰ is 4e-18.
const FALL: f64 = 40.0;

/// A tail beyond `w` to the side of `sign` by Gauss–Legendre over the range in which the density falls by e⁻⁴⁰.
fn integrated(w: f64, q: f64, sign: f64) -> Tail {
    let at = density(w, q);
    let grown = (q * w).exp();
    if at.value == f64::NEG_INFINITY {
        // Nobody is left as far as numbers go.
        return (at.value, 0.0);
    }
    // Fall at distance v: convex, 0 at 0.
    let fall = |v: f64| {
        let (one, two, _) = exponential_parts(sign * q * v);
        (
            grown * v * v * two + at.slope.abs() * v,
            grown * v * one + at.slope.abs(),
        )
    };
    let mut range = if sign > 0.0 {
        // φ₂(x) ≥ ½, and eˣ − 1 − x ≥ eˣ/4 from 1 on.
        let exponential = (4.0 * FALL * q * q / grown).ln().max(1.0) / q;
        (FALL / at.slope.abs())
            .min((2.0 * FALL / grown).sqrt())
            .min(exponential)
    } else {
        9.0
    };
    // Newton on a convex function comes from above after one step.
    for _ in 0..60 {
        let (value, slope) = fall(range);
        let step = (value - FALL) / slope;
        if !step.is_finite() {
            break;
        }
        range -= step;
        if step.abs() < 0.01 * range {
            break;
        }
    }
    let (mut mass, mut moment) = (0.0, 0.0);
    for &(node, weight) in NODES.iter() {
        let v = range * node;
        let density_here = weight * (-fall(v).0).exp();
        let u = w + sign * v;
        let (_, _, three) = exponential_parts(q * u);
        mass += density_here;
        moment += density_here * u * u * u * three;
    }
    let (_, remainder_by_q) = stirling_by_q(q);
    (at.value + (range * mass).ln(), -remainder_by_q - moment / mass)
}

/// P(W ≤ w) for w < 0 by the series of the incomplete gamma function (Abramowitz & Stegun 6.5.29).
fn lower_series(w: f64, q: f64) -> Tail {
    let k = 1.0 / (q * q);
    let log_x = k.ln() + q * w;
    let x = log_x.exp();
    let (mut term, mut sum, mut harmonic, mut sum_by_k) = (1.0, 1.0, 0.0, 0.0);
    for n in 1..500 {
        let down = k + f64::from(n);
        term *= x / down;
        harmonic += 1.0 / down;
        sum += term;
        sum_by_k -= term * harmonic;
        if term * (1.0 + harmonic) < 1e-17 * sum {
            break;
        }
    }
    let value = k * log_x - x - ln_gamma(k + 1.0) + sum.ln();
    let by_k = log_x - digamma(k + 1.0) + sum_by_k / sum;
    (value, -2.0 * k / q * by_k + (w - 2.0 / q) * k / sum)
}

/// (eˣ − 1)/x, φ₂(x) = (eˣ − 1 − x)/x² and the derivative of φ₂.
fn exponential_parts(x: f64) -> (f64, f64, f64) {
    if x.abs() < 1.0 {
        // φ₂ = Σ xⁿ/(n + 2)!, φ₂' = Σ (n + 1)·xⁿ/(n + 3)!.
        let (mut two, mut three) = (0.0, 0.0);
        let mut coefficient = 1.0 / 1.124_000_727_777_607_7e21;
        for n in (0..=19).rev() {
            let n = f64::from(n);
            // 1/(n + 3)! here, 1/(n + 2)! after the next line.
            three = three * x + (n + 1.0) * coefficient;
            coefficient *= n + 3.0;
            two = two * x + coefficient;
        }
        return (1.0 + x * two, two, three);
    }
    let one = x.exp_m1() / x;
    let two = (one - 1.0) / x;
    (one, two, (one - 2.0 * two) / x)
}

/// Stirling's remainder R(k) = ln Γ(k) − (k − ½)·ln k + k − ½ ln 2π at k = 1/Q², and its derivative in Q.
fn stirling_by_q(q: f64) -> (f64, f64) {
    let square = q * q;
    if square <= 0.1 {
        const TERMS: [f64; 6] = [
            1.0 / 12.0,
            -1.0 / 360.0,
            1.0 / 1260.0,
            -1.0 / 1680.0,
            1.0 / 1188.0,
            -691.0 / 360_360.0,
        ];
        let (mut value, mut slope) = (0.0, 0.0);
        for (n, term) in TERMS.iter().enumerate().rev() {
            value = value * square * square + term;
            slope = slope * square * square + term * (2 * n + 1) as f64;
        }
        return (value * square, 2.0 * q * slope);
    }
    let k = 1.0 / square;
    let value = ln_gamma(k) - (k - 0.5) * k.ln() + k - HALF_LN_2PI;
    (value, (digamma(k) - k.ln() + 0.5 / k) * -2.0 * k / q)
}

const NODE_COUNT: usize = 32;

/// Nodes and weights of Gauss–Legendre on 0–1.
static NODES: LazyLock<[(f64, f64); NODE_COUNT]> = LazyLock::new(|| {
    std::array::from_fn(|at| {
        let n = NODE_COUNT as f64;
        let mut x = (std::f64::consts::PI * (at as f64 + 0.75) / (n + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..8 {
            let (mut before, mut here) = (1.0, x);
            for j in 2..=NODE_COUNT {
                let j = j as f64;
                (before, here) = (here, ((2.0 * j - 1.0) * x * here - (j - 1.0) * before) / j);
            }
            slope = n * (x * here - before) / (x * x - 1.0);
            x -= here / slope;
        }
        (0.5 * (1.0 + x), 1.0 / ((1.0 - x * x) * slope * slope))
    })
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64, tolerance: f64) {
        let allowed = tolerance * (1.0 + expected.abs());
        assert!((found - expected).abs() <= allowed, "{found} instead of {expected}");
    }

    #[test]
    fn both_tails_agree_with_scipy() {
        let reference: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/reference/parametric.json")).unwrap();
        let points: Vec<[f64; 4]> = serde_json::from_value(reference["gamma_points"].clone()).unwrap();
        assert!(points.len() > 50);
        for [w, q, upper, lower] in points {
            near(survival(w, q).value, upper, 1e-12);
            near(distribution(w, q).value, lower, 1e-12);
            // For −Q the two tails change places.
            near(distribution(-w, -q).value, upper, 1e-12);
            near(survival(-w, -q).value, lower, 1e-12);
        }
    }

    #[test]
    fn special_cases_are_weibull_and_normal_and_the_way_between_is_smooth() {
        for w in [-30.0, -8.0, -1.0, -0.01, 0.0, 0.5, 2.0, 3.0] {
            near(survival(w, 1.0).value, -f64::exp(w), 1e-12);
            near(density(w, 1.0).value, w - f64::exp(w), 1e-12);
            near(density(w, 0.0).value, -0.5 * w * w - HALF_LN_2PI, 1e-14);
            let normal = crate::survival::parametric::Family::LogNormal;
            near(survival(w, 0.0).value, normal.survival(w, 0.0).value, 1e-12);
            near(distribution(w, 0.0).value, normal.distribution(w, 0.0).value, 1e-12);
            near(survival(w, 1e-9).value, survival(w, -1e-9).value, 1e-5);
        }
    }

    #[test]
    fn derivatives_are_those_of_the_values() {
        let h = 1e-5;
        for function in [density, survival, distribution] {
            for q in [
                -3.0, -1.0, -0.31, -0.1, -1e-4, 0.0, 1e-3, 0.2, 0.315, 0.9, 1.0, 2.5, 12.0,
            ] {
                for w in [-5.0, -1.3, -0.2, 0.0, 0.4, 1.1] {
                    let at = function(w, q);
                    if !(at.value > -300.0 && at.by_q.abs() < 1e3) {
                        continue;
                    }
                    let by_w = (function(w + h, q).value - function(w - h, q).value) / (2.0 * h);
                    let bend = (function(w + h, q).slope - function(w - h, q).slope) / (2.0 * h);
                    let by_q = (function(w, q + h).value - function(w, q - h).value) / (2.0 * h);
                    near(at.slope, by_w, 3e-6);
                    near(at.bend, bend, 3e-6);
                    near(at.by_q, by_q, 3e-6);
                }
            }
        }
    }

    #[test]
    fn moments_by_hand() {
        // Weibull: Γ(1 + σ). Normal: σ²/2. Gamma (Q = σ): exp(σW) has mean 1.
        near(log_moment(2.0, 1.0).unwrap(), 2.0_f64.ln(), 1e-13);
        near(log_moment(0.7, 0.0).unwrap(), 0.245, 1e-14);
        near(log_moment(0.7, 1e-7).unwrap(), log_moment(0.7, -1e-7).unwrap(), 1e-6);
        near(log_moment(0.5, 0.5).unwrap(), 0.0, 1e-13);
        // Inverse Weibull: Γ(1 − σ).
        near(log_moment(0.5, -1.0).unwrap(), std::f64::consts::PI.sqrt().ln(), 1e-13);
        assert_eq!(log_moment(1.0, -1.0), None);
    }
}
