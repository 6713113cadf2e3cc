//! One line of a table of estimates.

use crate::interval::Z_975;
use statrs::function::erf::erfc;

/// An estimate with its error and Wald test.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficient {
    /// Column or parameter.
    pub name: String,
    /// Estimate.
    pub coef: f64,
    /// Standard error.
    pub se: f64,
    /// coef / se.
    pub z: f64,
    /// Two-sided P(|Z| ≥ |z|), 0–1.
    pub p: f64,
    /// Lower end of the 95 % interval, coef − 1.96·se.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

impl Coefficient {
    /// From an estimate and its standard error (above zero).
    pub(crate) fn new(name: &str, coef: f64, se: f64) -> Self {
        let z = coef / se;
        Self {
            name: name.to_owned(),
            coef,
            se,
            z,
            p: normal_two_sided(z),
            ci_low: coef - Z_975 * se,
            ci_high: coef + Z_975 * se,
        }
    }
}

/// P(|Z| ≥ |z|) of the standard normal distribution.
pub(crate) fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}
