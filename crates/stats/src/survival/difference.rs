//! How far two survival curves lie apart.

use super::kaplan_meier::KaplanMeier;
use super::quantiles::Quantile;
use crate::coefficient::normal_two_sided;
use crate::error::StatsError;
use crate::interval::{Interval, Z_975};

/// First minus second, of two independent groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference.
    pub estimate: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// Difference over its standard error.
    pub z: f64,
    /// Probability of a difference at least as large on either side if there were none, 0–1.
    pub p_value: f64,
}

/// Difference of the shares who stay longer than `t`: normal, with Greenwood's variances added.
///
/// Within −1 to 1; the interval is not clipped. Few events at either end make the normal distribution rough (Klein et al.
/// 2007).
///
/// Errors: `t` not finite; later than the last observed time of a group in which some are left; no churn in either group
/// up to `t` or all gone in both, so that there is no spread.
pub fn survival_difference(first: &KaplanMeier, second: &KaplanMeier, t: f64) -> Result<Difference, StatsError> {
    for curve in [first, second] {
        if !t.is_finite() || (t > curve.last_time && curve.survival_at(t) > 0.0) {
            return Err(StatsError::OutOfRange {
                name: "time of the comparison",
                value: t,
                expected: "at most the last observed time of both groups",
            });
        }
    }
    let se = |curve: &KaplanMeier| curve.step_at(t).map_or(0.0, |step| step.se);
    let estimate = first.survival_at(t) - second.survival_at(t);
    normal("the survival", estimate, se(first).hypot(se(second)))
}

/// Difference of the restricted means within `tau`: normal, with both variances added (Royston & Parmar 2013).
///
/// Errors: as [`KaplanMeier::restricted_mean`] for either group; no churn before `tau` in either.
pub fn restricted_mean_difference(
    first: &KaplanMeier,
    second: &KaplanMeier,
    tau: f64,
) -> Result<Difference, StatsError> {
    let (first, second) = (first.restricted_mean(tau)?, second.restricted_mean(tau)?);
    normal(
        "the restricted mean",
        first.mean - second.mean,
        first.se.hypot(second.se),
    )
}

/// Difference of the times by which the share `p` has left.
///
/// Interval: the ends of the two intervals combined (MOVER; Zou & Donner 2008), low = θ − √((θ₁−l₁)² + (u₂−θ₂)²) and high
/// = θ + √((u₁−θ₁)² + (θ₂−l₂)²); no density is estimated and nothing is drawn. z takes the half-width on the side of zero
/// as 1.96 standard errors, so that p < 0.05 exactly where the interval leaves out zero.
///
/// Errors: `p` not above 0 and below 1; a quantile or its upper end that a group does not reach; intervals of no width.
pub fn quantile_difference(first: &KaplanMeier, second: &KaplanMeier, p: f64) -> Result<Difference, StatsError> {
    let (first, first_high) = reached(first, p)?;
    let (second, second_high) = reached(second, p)?;
    let estimate = first.time - second.time;
    let below = (first.time - first.low).hypot(second_high - second.time);
    let above = (first_high - first.time).hypot(second.time - second.low);
    let found = normal(
        "the quantile",
        estimate,
        if estimate >= 0.0 { below } else { above } / Z_975,
    )?;
    Ok(Difference {
        interval: Interval {
            low: estimate - below,
            high: estimate + above,
        },
        ..found
    })
}

/// A quantile with the upper end of its interval.
fn reached(curve: &KaplanMeier, p: f64) -> Result<(Quantile, f64), StatsError> {
    let quantile = curve.quantile(p)?;
    (quantile.and_then(|quantile| Some((quantile, quantile.high?)))).ok_or(StatsError::OutOfRange {
        name: "share who have left",
        value: p,
        expected: "a share to which both curves and their upper bands fall",
    })
}

fn normal(name: &'static str, estimate: f64, se: f64) -> Result<Difference, StatsError> {
    let z = estimate / se;
    if se == 0.0 || !z.is_finite() {
        return Err(StatsError::NoSpread { name });
    }
    Ok(Difference {
        estimate,
        interval: Interval {
            low: estimate - Z_975 * se,
            high: estimate + Z_975 * se,
        },
        z,
        p_value: normal_two_sided(z),
    })
}
