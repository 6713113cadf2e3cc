//! Expected purchases of somebody who leaves after each with a probability that differs between customers.

use super::line::{Tail, integrate};

/// E[(1 − (1 + p·y)^−r)/p] over p ~ Beta(a, b): expected purchases in a time of `y` units of α, of a customer who is
/// alive now, buys at a rate ~ Gamma(r, α) and leaves after each purchase with probability p.
///
/// This is (a+b−1)/(a−1)·[1 − (1+y)^−r·₂F₁(r, b; a+b−1; y/(1+y))], which is 0/0 at a = 1 and at a + b = 1 and cancels for
/// short times. Here it is a sum of positive terms, P(at least n+1 orders without leaving)·E(1−p)ⁿ, where few orders are
/// expected, and an integral of a positive function elsewhere: about 1e-13 everywhere.
pub(super) fn expected_purchases(r: f64, y: f64, a: f64, b: f64) -> f64 {
    if y <= 0.0 {
        return 0.0;
    }
    if y <= 3.0 && r * y.ln_1p() <= 300.0 {
        by_series(r, y, a, b)
    } else {
        by_integral(r, y, a, b)
    }
}

/// Terms at most: the number of orders is below this with certainty for y ≤ 3 and r·ln(1+y) ≤ 300.
const TERMS: u32 = 20_000;

fn by_series(r: f64, y: f64, a: f64, b: f64) -> f64 {
    let z = y / (1.0 + y);
    let log_none = -r * y.ln_1p();
    // P(N = n) and P(N > n) of the negative binomial number of orders N, and E(1−p)ⁿ.
    let mut exactly = log_none.exp();
    let mut more = -log_none.exp_m1();
    let mut staying = 1.0;
    let mut sum = more;
    for n in 1..TERMS {
        let n = f64::from(n);
        exactly *= (r + n - 1.0) / n * z;
        more = (more - exactly).max(0.0);
        staying *= (b + n - 1.0) / (a + b + n - 1.0);
        sum += more * staying;
        let ratio = (r + n) / (n + 1.0) * z;
        let left = 1.0 - ratio;
        // What is left is below staying·exactly·ratio/(1 − ratio)².
        if left > 0.0 && staying * exactly * ratio <= 1e-17 * sum * left * left {
            break;
        }
    }
    sum
}

fn by_integral(r: f64, y: f64, a: f64, b: f64) -> f64 {
    beta_mean(a, b, y * (r + 1.0), |p| {
        let py = p * y;
        if py < f64::MIN_POSITIVE {
            r * y
        } else {
            -(-r * py.ln_1p()).exp_m1() / p
        }
    })
}

/// E f(p) over p ~ Beta(a, b), for a smooth falling f that is constant where p·`scale` is negligible.
///
/// In the log-odds u of p the density is p^a·(1−p)^b: one hill with exponential tails. Its own sum is the normalising
/// constant, so that no gamma function and none of its rounding enters.
pub(super) fn beta_mean(a: f64, b: f64, scale: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (p0, q0) = (a / (a + b), b / (a + b));
    let spread = (1.0 / a + 1.0 / b).sqrt();
    let step = (0.45 * spread).min(0.2);
    let centre = (a / b).ln();
    // Where everything else is constant to the last digit; beyond ±700 exponentials overflow.
    let to_left = (42.0 + scale.max(b).max(1.0).ln() + centre).clamp(step, 700.0);
    let to_right = (42.0 + scale.max(a).max(1.0).ln().min(60.0) - centre).clamp(step, 700.0);
    let left = Tail { edge: to_left, rate: a };
    let right = Tail {
        edge: to_right,
        rate: b,
    };
    let [total, weighted] = integrate(step, left, right, |u| {
        let grown = p0 * u.exp_m1();
        let weight = (-a * (q0 * (-u).exp_m1()).ln_1p() - b * grown.ln_1p()).exp();
        let p = p0 * u.exp() / (1.0 + grown);
        [weight, weight * f(p)]
    });
    weighted / total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_and_integral_agree() {
        for r in [0.01, 0.24, 3.0, 60.0, 250.0] {
            for y in [1e-9, 1e-3, 0.5, 2.9] {
                for (a, b) in [
                    (0.79, 2.4),
                    (1.0, 0.5),
                    (1e-4, 3.0),
                    (40.0, 7.0),
                    (1e5, 1e6),
                    (0.3, 0.7),
                    (5.0, 1e-3),
                ] {
                    let (one, other) = (by_series(r, y, a, b), by_integral(r, y, a, b));
                    assert!((one / other - 1.0).abs() < 1e-11, "{r} {y} {a} {b}: {one} {other}");
                }
            }
        }
    }

    #[test]
    fn nobody_leaves_and_everybody_leaves() {
        // p near 0: all orders, r·y. p near 1: one order at most, P(N ≥ 1).
        assert!((expected_purchases(2.0, 1.5, 1e-14, 1.0) / 3.0 - 1.0).abs() < 1e-12);
        assert!((expected_purchases(2.0, 1.0, 1.0, 1e-14) - 0.75).abs() < 1e-12);
        // Without end of time and a > 1 everybody buys 1/p times: (a + b − 1)/(a − 1).
        assert!((expected_purchases(5.0, 1e200, 3.0, 4.0) - 3.0).abs() < 1e-12);
    }
}
