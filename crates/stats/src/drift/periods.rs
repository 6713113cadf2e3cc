//! How far periods lie apart when nothing has changed: months differ by season, weather and holidays, not by sampling
//! alone.

use statrs::function::beta::beta_reg;

use super::measure::Noise;

/// Fewer past periods say too little about how periods differ.
pub(super) const FEWEST_PERIODS: usize = 4;

/// A squared distance between two past periods and what sampling alone explains of it.
pub(super) struct Pair {
    pub(super) distance: f64,
    pub(super) noise: f64,
}

/// P(distance ≥ `found`) if this period is one more of the same kind as `periods` past ones, whose pairwise distances
/// are `pairs`.
///
/// The distance is modelled as sampling noise plus a shock of the period: its expectation is noise + b with b the mean
/// excess of the past pairs over their noise, not below 0. Its spread is that of a χ² by Satterthwaite: the noise has
/// its own degrees of freedom, a shock, which may push all bins one way, has 1. b rests on `periods` − 1 degrees of
/// freedom, so that the ratio is compared with F.
pub(super) fn upper(found: f64, noise: Noise, pairs: &[Pair], periods: usize) -> f64 {
    let excess: f64 = pairs.iter().map(|pair| pair.distance - pair.noise).sum::<f64>() / pairs.len().max(1) as f64;
    let shock = excess.max(0.0);
    let expected = noise.mean + shock;
    if expected <= 0.0 {
        return 1.0;
    }
    let degrees = expected * expected / (noise.mean * noise.mean / noise.degrees_of_freedom + shock * shock);
    f_upper(found / expected, degrees, periods as f64 - 1.0)
}

/// P(F ≥ x) with `of` and `by` degrees of freedom.
pub(crate) fn f_upper(x: f64, of: f64, by: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    beta_reg(by / 2.0, of / 2.0, by / (by + of * x)).clamp(0.0, 1.0)
}
