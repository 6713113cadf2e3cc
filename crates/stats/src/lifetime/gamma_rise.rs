//! Differences of log-gamma and digamma functions that keep their digits where both terms are large.
//!
//! Γ(x + u)/Γ(x) is what likelihoods of gamma and beta mixtures are made of; the difference of two logarithms of 1e10
//! would lose ten digits of it.

/// From here on Stirling's series below is exact to the last digit; smaller arguments are shifted up to it.
const SERIES_FROM: f64 = 10.0;

/// Coefficients of x⁻¹, x⁻³, … in ln Γ (DLMF 5.11.1).
const LN_GAMMA_SERIES: [f64; 6] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360_360.0,
];

/// Coefficients of x⁻², x⁻⁴, … in −ψ (DLMF 5.11.2).
const DIGAMMA_SERIES: [f64; 6] = [
    1.0 / 12.0,
    -1.0 / 120.0,
    1.0 / 252.0,
    -1.0 / 240.0,
    1.0 / 132.0,
    -691.0 / 32_760.0,
];

/// ln Γ(x + u) − ln Γ(x) for x > 0, u ≥ 0: the logarithm of the rising factorial (x)ᵤ.
pub(crate) fn ln_gamma_rise(x: f64, u: f64) -> f64 {
    let (shift, base) = shifted(x);
    let below: f64 = (0..shift).map(|j| ln_ratio(x + f64::from(j), u)).sum();
    let correction = ln_series(base + u) - ln_series(base);
    u * (base.ln() - 1.0) + (base + u - 0.5) * ln_ratio(base, u) + correction - below
}

/// ψ(x + u) − ψ(x) for x > 0, u ≥ 0.
pub(crate) fn digamma_rise(x: f64, u: f64) -> f64 {
    let (shift, base) = shifted(x);
    let below: f64 = (0..shift)
        .map(|j| {
            let x = x + f64::from(j);
            u / (x + u) / x
        })
        .sum();
    let halves = 0.5 * (u / (base + u)) / base;
    ln_ratio(base, u) + halves - (digamma_series(base + u) - digamma_series(base)) + below
}

/// How often 1 must be added to reach the series, and where that leads.
fn shifted(x: f64) -> (u32, f64) {
    if x >= SERIES_FROM {
        return (0, x);
    }
    let shift = (SERIES_FROM - x).ceil();
    (shift as u32, x + shift)
}

/// ln((x + u)/x) without overflow of the quotient.
fn ln_ratio(x: f64, u: f64) -> f64 {
    if u <= x { (u / x).ln_1p() } else { (x + u).ln() - x.ln() }
}

fn ln_series(x: f64) -> f64 {
    polynomial(&LN_GAMMA_SERIES, 1.0 / (x * x)) / x
}

fn digamma_series(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    polynomial(&DIGAMMA_SERIES, square) * square
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_steps_are_products_and_sums() {
        for x in [1e-9_f64, 0.3, 2.5, 9.99, 10.0, 47.0, 1e8] {
            for steps in [0_u32, 1, 2, 7, 60] {
                let terms = (0..steps).map(|j| x + f64::from(j));
                let (ln, psi) = terms.fold((0.0, 0.0), |(l, p), t| (l + t.ln(), p + 1.0 / t));
                let u = f64::from(steps);
                assert!((ln_gamma_rise(x, u) - ln).abs() < 1e-13 * (1.0 + ln.abs()), "{x} {u}");
                assert!((digamma_rise(x, u) - psi).abs() <= 2e-14 * psi.abs(), "{x} {u}");
            }
        }
    }

    #[test]
    fn agrees_with_the_library_between_whole_steps() {
        use statrs::function::gamma::{digamma, ln_gamma};
        for x in [0.01, 0.7, 3.2, 15.0] {
            for u in [0.001, 0.5, 3.3, 200.0] {
                assert!((ln_gamma_rise(x, u) - (ln_gamma(x + u) - ln_gamma(x))).abs() < 1e-11 * (1.0 + u));
                assert!((digamma_rise(x, u) - (digamma(x + u) - digamma(x))).abs() < 1e-9 * (1.0 + 1.0 / x));
            }
        }
    }

    #[test]
    fn extremes_are_finite() {
        for x in [1e-300, 1e-12, 1.0, 1e12, 1e200] {
            for u in [1e-300, 1.0, 1e12, 1e200] {
                assert!(
                    ln_gamma_rise(x, u).is_finite() && digamma_rise(x, u).is_finite(),
                    "{x} {u}"
                );
            }
        }
    }
}
