//! The part of the Pareto/NBD likelihood in which the customer has left.

use super::line::{Tail, integrate};

/// φ(τ) and its derivatives, in the order of the fields of [`Point`].
pub(super) type Gone = [f64; 5];

/// Where φ is taken: R = r + x, s, P = α + τ, Q = β + τ, and α − β.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) shape: f64,
    pub(super) s: f64,
    pub(super) alpha_time: f64,
    pub(super) beta_time: f64,
    pub(super) difference: f64,
}

/// φ(τ) = s·P^R·Q^s·∫_τ^∞ (α+v)^−R·(β+v)^−(s+1) dv, within 0–1, and its derivatives in R, s, P and Q.
///
/// With k = R + s it is (s/k)·₂F₁(1, R; k+1; 1 − Q/P) for P ≥ Q and (s/k)(P/Q)·₂F₁(1, s+1; k+1; 1 − P/Q) for P < Q:
/// a power series with positive terms, and the integral itself where that is long.
pub(super) fn gone(at: &Point) -> Gone {
    let z = at.difference.abs() / at.alpha_time.max(at.beta_time);
    if z <= 0.95 { by_series(at, z) } else { by_integral(at) }
}

/// Terms at most: 0.95⁹⁰⁰ is 1e-20.
const TERMS: u32 = 1000;

fn by_series(at: &Point, z: f64) -> Gone {
    let &Point {
        shape,
        s,
        alpha_time: p,
        beta_time: q,
        difference,
    } = at;
    let k = shape + s;
    let over_alpha = difference >= 0.0;
    let upper = if over_alpha { shape } else { s + 1.0 };
    // Σ (upper)ₙ/(k+1)ₙ·zⁿ and its derivatives in upper, k and z·∂z.
    let (mut term, mut sum, mut by_upper, mut by_k, mut by_z) = (1.0, 1.0, 0.0, 0.0, 0.0);
    let (mut log_upper, mut log_k) = (0.0, 0.0);
    for n in 0..TERMS {
        let n = f64::from(n);
        let inverse_k = (k + 1.0 + n).recip();
        let factor = upper + n;
        log_upper += factor.recip();
        log_k -= inverse_k;
        term *= factor * inverse_k * z;
        sum += term;
        by_upper += term * log_upper;
        by_k += term * log_k;
        by_z += term * (n + 1.0);
        if term * (n + 1.0) <= 1e-17 * (1.0 - z) * sum {
            break;
        }
    }
    let by_z = if z > 0.0 { by_z / z } else { upper / (k + 1.0) };
    if over_alpha {
        let c = s / k;
        let value = c * sum;
        [
            value,
            c * (by_upper + by_k) - value / k,
            c * by_k + value * (1.0 / s - 1.0 / k),
            c * by_z * q / p / p,
            -c * by_z / p,
        ]
    } else {
        let c = s / k * p / q;
        let value = c * sum;
        [
            value,
            c * by_k - value / k,
            c * (by_upper + by_k) + value * (1.0 / s - 1.0 / k),
            value / p - c * by_z / q,
            -value / q + c * by_z * p / q / q,
        ]
    }
}

fn by_integral(at: &Point) -> Gone {
    let &Point {
        shape,
        s,
        alpha_time: p,
        beta_time: q,
        ..
    } = at;
    let unit = (shape / p + (s + 1.0) / q).recip();
    // From here on both factors are powers of v.
    let edge = 42.0 + ((shape + 1.0) * p.max(q) / unit).max(1.0).ln();
    let left = Tail { edge: 60.0, rate: 1.0 };
    let right = Tail {
        edge: edge.min(700.0),
        rate: shape + s,
    };
    integrate(0.2, left, right, |u| {
        let v = unit * u.exp();
        let (by_p, by_q) = ((v / p).ln_1p(), (v / q).ln_1p());
        let value = s * (v / q) * (-shape * by_p - (s + 1.0) * by_q).exp();
        [
            value,
            -value * by_p,
            value * (1.0 / s - by_q),
            value * shape * (v / (p + v)) / p,
            value * ((s + 1.0) * (v / (q + v)) - 1.0) / q,
        ]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(shape: f64, s: f64, p: f64, q: f64) -> Point {
        Point {
            shape,
            s,
            alpha_time: p,
            beta_time: q,
            difference: p - q,
        }
    }

    #[test]
    fn equal_scales_by_hand() {
        // α = β: ∫ (1+v)^−(k+1) dv = 1/k, so φ = s/k.
        let [value, by_shape, by_s, ..] = gone(&at(2.0, 0.5, 3.0, 3.0));
        assert!((value - 0.2).abs() < 1e-15);
        assert!((by_shape + 0.5 / 6.25).abs() < 1e-15 && (by_s - (1.0 / 2.5 - 0.5 / 6.25)).abs() < 1e-15);
    }

    #[test]
    fn series_and_integral_agree() {
        for shape in [0.05, 0.6, 7.0, 300.0, 1e5] {
            for s in [0.05, 0.6, 1.0, 12.0] {
                for (p, q) in [
                    (1.0, 1.0),
                    (1.0, 1.3),
                    (1.0, 15.0),
                    (9.0, 1.0),
                    (1e6, 1.1e6),
                    (3e-7, 1e-7),
                ] {
                    let point = at(shape, s, p, q);
                    let one = by_series(&point, (p - q).abs() / p.max(q));
                    let other = by_integral(&point);
                    // Derivatives in the logarithms of shape, s, p, q, against the value.
                    let scales = [1.0, shape, s, p, q];
                    for (i, scale) in scales.into_iter().enumerate() {
                        let gap = (one[i] - other[i]).abs() * scale;
                        assert!(
                            gap <= 1e-11 * one[0] * shape.max(s).max(1.0),
                            "{point:?} {i}: {one:?} {other:?}"
                        );
                    }
                }
            }
        }
    }
}
