//! What if customers stayed a little more often?

use crate::check;
use crate::error::StatsError;
use crate::lifetime::discount::{factor, falling_sum};
use crate::lifetime::parameters::positive;

/// An expected value before and after a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scenario {
    /// As things are.
    pub before: f64,
    /// With the change.
    pub after: f64,
    /// after − before.
    pub change: f64,
}

/// What `points` of retention (0.01: one percentage point) are worth to a customer under contract, or one who is still there
/// at counted opportunities, in discounted periods: multiply by the margin of a period.
///
/// `retention(t)` is the chance to renew at the t-th renewal from now (from 1 on), given that the customer got there, as the
/// fitted models give it: r(n + t) of [`crate::lifetime::contract::Renewals::retention`] after n periods, or
/// [`crate::lifetime::visits::BgBb::retention`] of n + t − 1. The residual lifetime E(Δ) = Σ over t ≥ 1 of
/// zᵗ⁻¹·Π over s ≤ t of min(1, max(0, r(s) + Δ)), z = 1/(1 + `discount`), is computed with Δ = 0 and Δ = `points`: every
/// future renewal becomes likelier by the same points, but not beyond certainty. Only the future moves: what the history says of
/// the customer stays.
///
/// Errors: points outside −1 to 1, a discount below 0.0001 or not finite, a retention outside 0–1 (index: t − 1).
pub fn retention_scenario(retention: impl Fn(u32) -> f64, points: f64, discount: f64) -> Result<Scenario, StatsError> {
    check_points(points)?;
    let z = factor(discount)?;
    let lifetime = |points: f64| {
        let (mut reached, mut bad) = (1.0, None);
        let sum = falling_sum("the residual lifetime", z, |k| {
            let rate = retention(k.saturating_add(1));
            if !(0.0..=1.0).contains(&rate) {
                bad.get_or_insert((k, rate));
            }
            reached *= (rate + points).clamp(0.0, 1.0);
            if bad.is_some() { 0.0 } else { reached }
        });
        match bad {
            None => sum,
            Some((k, value)) => Err(StatsError::NotProbability {
                index: k as usize,
                value,
            }),
        }
    };
    scenario(lifetime(0.0)?, lifetime(points)?)
}

/// What `points` less of dropout are worth where customers leave unseen after a purchase (BG/NBD: a, b) or an opportunity
/// (BG/BB: γ, δ).
///
/// The dropout chance is Beta(`a`, `b`), of mean a/(a + b). `value` is evaluated at (a, b) and at (a′, b′) with mean
/// a/(a + b) − `points` and the same a + b, so that customers differ as much as before. `value` is the caller's expectation
/// (expected purchases, or value, of new customers; of existing ones with P(alive) kept). Errors: those of `value`, a or b that
/// is not above zero, points outside −1 to 1 or that leave no dropout (or nothing but dropout).
pub fn dropout_scenario(
    a: f64,
    b: f64,
    points: f64,
    value: impl Fn(f64, f64) -> Result<f64, StatsError>,
) -> Result<Scenario, StatsError> {
    check_points(points)?;
    let (a, b) = (positive("a", a)?, positive("b", b)?);
    let mean = a / (a + b) - points;
    if mean <= 0.0 || mean >= 1.0 {
        return Err(StatsError::OutOfRange {
            name: "the dropout that is left",
            value: mean,
            expected: "above 0 and below 1: change it by fewer points",
        });
    }
    scenario(value(a, b)?, value((a + b) * mean, (a + b) * (1.0 - mean))?)
}

fn scenario(before: f64, after: f64) -> Result<Scenario, StatsError> {
    Ok(Scenario {
        before: check::no_overflow("the value before", before)?,
        after: check::no_overflow("the value after", after)?,
        change: check::no_overflow("the change of the value", after - before)?,
    })
}

fn check_points(points: f64) -> Result<(), StatsError> {
    if (-1.0..=1.0).contains(&points) {
        return Ok(());
    }
    Err(StatsError::OutOfRange {
        name: "points",
        value: points,
        expected: "-1 to 1; 0.01 is one percentage point",
    })
}
