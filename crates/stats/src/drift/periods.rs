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
/// The distance is modelled as sampling noise a plus a shock of the period: its expectation is a + b with b the mean
/// excess of the past pairs over their noise, not below 0. Its spread is that of a χ² by Satterthwaite: the noise has
/// its own degrees of freedom, a shock, which may push all bins one way, has 1. The whole expectation is taken to rest
/// on `periods` − 1 degrees of freedom, although a is known: b̂ may be small by luck, and counting on a small b̂ alarms
/// too often (18 % of runs on six months of strong shocks). The ratio is compared with F.
pub(super) fn upper(found: f64, noise: Noise, pairs: &[Pair], periods: usize) -> f64 {
    let excess: f64 = pairs.iter().map(|pair| pair.distance - pair.noise).sum::<f64>() / pairs.len().max(1) as f64;
    let shock = excess.max(0.0);
    let expected = noise.mean + shock;
    if expected <= 0.0 {
        return 1.0;
    }
    let of = expected * expected / (noise.mean * noise.mean / noise.degrees_of_freedom + shock * shock);
    f_upper(found / expected, of, periods as f64 - 1.0)
}

/// P(F ≥ x) with `of` and `by` degrees of freedom.
fn f_upper(x: f64, of: f64, by: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    beta_reg(by / 2.0, of / 2.0, by / (by + of * x)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upper_tail_of_f_is_that_of_the_tables() {
        // 95 % and 99 % points of F(1, 10), F(5, 2) and F(9, 11).
        for (x, of, by, p) in [
            (4.9646, 1.0, 10.0, 0.05),
            (99.2993, 5.0, 2.0, 0.01),
            (4.6315, 9.0, 11.0, 0.01),
        ] {
            assert!((f_upper(x, of, by) - p).abs() < 2e-5 * p.sqrt(), "{x}");
        }
        assert_eq!(f_upper(0.0, 1.0, 1.0), 1.0);
    }

    #[test]
    fn past_shocks_excuse_a_shock() {
        let noise = Noise {
            mean: 0.01,
            degrees_of_freedom: 9.0,
        };
        let past = |distance: f64| -> Vec<Pair> { (0..15).map(|_| Pair { distance, noise: 0.01 }).collect() };
        let (quiet, stormy) = (upper(0.2, noise, &past(0.01), 6), upper(0.2, noise, &past(0.1), 6));
        // F(9, 5) at 20, and nearly F(1, 5) at 2.
        assert!(quiet < 0.003 && (0.15..0.25).contains(&stormy), "{quiet} {stormy}");
    }
}
