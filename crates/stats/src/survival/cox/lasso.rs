//! Steps under a penalty on absolute values.

const SWEEPS: u32 = 20_000;
/// Change of the quadratic form, relative to its size, at which coordinate descent has settled.
const SETTLED: f64 = 1e-26;

/// The b that maximises gᵀ(b − β) − ½(b − β)ᵀH(b − β) − l1·Σ|b|, by coordinate descent: coefficients are exactly 0 where
/// they do not pay (Friedman, Hastie & Tibshirani 2010). H is `information`, positive semidefinite.
pub(super) fn target(beta: &[f64], gradient: &[f64], information: &[f64], l1: f64) -> Vec<f64> {
    let k = beta.len();
    let mut b = beta.to_vec();
    // Gradient of the quadratic part at b.
    let mut slope = gradient.to_vec();
    for _ in 0..SWEEPS {
        let (mut change, mut size) = (0.0_f64, 0.0_f64);
        for j in 0..k {
            let curvature = information[j * k + j];
            // Rounding can leave nothing or less where a column has no information left.
            if curvature.is_nan() || curvature <= 0.0 {
                continue;
            }
            let pull = slope[j] + curvature * b[j];
            let next = (pull.abs() - l1).max(0.0).copysign(pull) / curvature;
            let moved = next - b[j];
            size += curvature * next * next;
            if moved != 0.0 {
                change += curvature * moved * moved;
                b[j] = next + 0.0;
                for (slope, h) in slope.iter_mut().zip(&information[j * k..(j + 1) * k]) {
                    *slope -= h * moved;
                }
            }
        }
        if change <= SETTLED * size {
            break;
        }
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_threshold_by_hand() {
        // Separate columns: b = sign(g)·(|g| − l1)/h where |g| > l1, else 0.
        let b = target(
            &[0.0, 0.0, 0.0],
            &[3.0, -3.0, 0.5],
            &[2.0, 0.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0, 1.0],
            1.0,
        );
        assert_eq!(b, [1.0, -0.5, 0.0]);
        assert!(b[2].is_sign_positive());
    }
}
