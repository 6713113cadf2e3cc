//! Errors of figures that are computed from fitted parameters.

use super::estimate::Estimate;
use crate::error::StatsError;
use crate::interval::Z_975;
use crate::maximise::delta_se;
use crate::special::sigmoid;

/// Range of a figure, which decides on what scale its interval is symmetric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    /// Above zero: logarithm.
    Positive,
    /// A probability: log-odds.
    Probability,
}

/// Step of a central difference in a logarithm: cube root of the machine precision.
const STEP: f64 = 6e-6;

/// Delta method: `ln_value` gives the logarithm of the figure at logarithms of the parameters, which were fitted as
/// `logs` with `covariance` (row by row).
///
/// A figure of exactly 0, or a probability of exactly 1, has no error. Errors: those of `ln_value`,
/// [`StatsError::Overflow`] of `name` where the figure is not a number.
pub(crate) fn delta(
    name: &'static str,
    range: Range,
    logs: &[f64],
    covariance: &[f64],
    ln_value: impl Fn(&[f64]) -> Result<f64, StatsError>,
) -> Result<Estimate, StatsError> {
    let at = ln_value(logs)?;
    if at == f64::NEG_INFINITY {
        return Ok(Estimate::certain(0.0));
    }
    if range == Range::Probability && at >= 0.0 {
        return Ok(Estimate::certain(1.0));
    }
    let link = |ln: f64| match range {
        Range::Positive => ln,
        Range::Probability => ln - (-ln.min(-f64::MIN_POSITIVE).exp_m1()).ln(),
    };
    let mut moved = logs.to_vec();
    let mut gradient = Vec::with_capacity(logs.len());
    for (at, &log) in logs.iter().enumerate() {
        let step = STEP * log.abs().max(1.0);
        let mut side = |value: f64| {
            if let Some(parameter) = moved.get_mut(at) {
                *parameter = value;
            }
            ln_value(&moved).map(link)
        };
        let difference = side(log + step)? - side(log - step)?;
        side(log)?;
        gradient.push(difference / (2.0 * step));
    }
    estimate(name, range, link(at), delta_se(&gradient, covariance))
}

/// From a figure on the scale of its range, with its standard error there.
pub(crate) fn estimate(name: &'static str, range: Range, linked: f64, se: f64) -> Result<Estimate, StatsError> {
    let back = |linked: f64| match range {
        Range::Positive => linked.exp(),
        Range::Probability => sigmoid(linked),
    };
    let value = back(linked);
    let slope = match range {
        Range::Positive => value,
        Range::Probability => value * sigmoid(-linked),
    };
    let found = Estimate {
        value,
        se: slope * se,
        ci_low: back(linked - Z_975 * se),
        // Where next to nothing is known, the largest number there is rather than an infinity.
        ci_high: back(linked + Z_975 * se).min(f64::MAX),
    };
    if found.value.is_finite() && found.se.is_finite() && found.ci_low.is_finite() {
        Ok(found)
    } else {
        Err(StatsError::Overflow { name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_of_powers_by_hand() {
        // ln f = 2·ln a − 3·ln b: variance 4·.01 + 9·.04 − 2·6·.01 = .28.
        let covariance = [0.01, 0.01, 0.01, 0.04];
        let found = delta("f", Range::Positive, &[0.5, 0.1], &covariance, |l| {
            Ok(2.0 * l[0] - 3.0 * l[1])
        })
        .unwrap();
        assert!((found.value - 0.7_f64.exp()).abs() < 1e-12);
        assert!((found.se - 0.7_f64.exp() * 0.28_f64.sqrt()).abs() < 1e-9);
        assert!((found.ci_high - (0.7 + Z_975 * 0.28_f64.sqrt()).exp()).abs() < 1e-8);
    }

    #[test]
    fn a_probability_stays_one() {
        // p = ½ at log 0 and p = e^−1/2 … on the log-odds: d logit/d ln p = 1/(1 − p) = 2.
        let half = 0.5_f64.ln();
        let found = delta("p", Range::Probability, &[half], &[4.0], |l| Ok(l[0])).unwrap();
        assert!((found.value - 0.5).abs() < 1e-12 && (found.se - 0.25 * 4.0).abs() < 1e-8);
        assert!(found.ci_low > 0.0 && found.ci_high < 1.0);
        let sure = delta("p", Range::Probability, &[0.0], &[1.0], |_| Ok(0.0)).unwrap();
        assert_eq!(sure, Estimate::certain(1.0));
    }

    #[test]
    fn what_overflows_is_named() {
        let error = delta("f", Range::Positive, &[1.0], &[1.0], |_| Ok(800.0)).unwrap_err();
        assert_eq!(error, StatsError::Overflow { name: "f" });
    }
}
