//! Distances between two sets of shares, and their laws when nothing has changed.

use crate::tail::chi_squared_upper;

/// Mean of the squared Kolmogorov statistic, π²/12, and the degrees of freedom of the χ² with its relative spread
/// (Satterthwaite: 2·mean²/variance with E K⁴ = 7π⁴/720).
const KOLMOGOROV_MEAN_SQUARE: f64 = 0.822_467_033_424_113_2;
const KOLMOGOROV_DEGREES: f64 = 5.0;

/// Two sample sizes as one: 1/n + 1/m.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    pub(super) n: f64,
    pub(super) m: f64,
}

impl Sizes {
    pub(super) fn inverse(self) -> f64 {
        1.0 / self.n + 1.0 / self.m
    }
}

/// Pearson's distance Σ (p − q)²/p̄, p̄ the pooled share: with no change (1/n + 1/m)·χ².
pub(super) fn pearson(p: &[f64], q: &[f64], sizes: Sizes) -> f64 {
    let Sizes { n, m } = sizes;
    p.iter()
        .zip(q)
        .map(|(&p, &q)| {
            let pooled = (n * p + m * q) / (n + m);
            if pooled > 0.0 { (p - q) * (p - q) / pooled } else { 0.0 }
        })
        .sum()
}

/// Population stability index Σ (q − p)·ln(q/p), half a row added to each bin so that an empty one is not infinite.
pub(super) fn stability_index(p: &[f64], q: &[f64], sizes: Sizes) -> f64 {
    let half = 0.5 * p.len() as f64;
    let smooth = |share: f64, n: f64| (share * n + 0.5) / (n + half);
    p.iter()
        .zip(q)
        .map(|(&p, &q)| {
            let (p, q) = (smooth(p, sizes.n), smooth(q, sizes.m));
            (q - p) * (q / p).ln()
        })
        .sum()
}

/// Cramér's V of two samples of equal size with these shares, the expectation of chance taken off.
pub(super) fn balanced_v(p: &[f64], q: &[f64], sizes: Sizes) -> f64 {
    let one = Sizes { n: 1.0, m: 1.0 };
    let chance = (p.len() as f64 - 1.0) * sizes.inverse();
    ((pearson(p, q, one) - chance).max(0.0) / 4.0).sqrt().min(1.0)
}

/// Largest gap between two distribution functions given by counts of growing cells; `None` where either is empty.
pub(super) fn largest_gap(a: &[u64], b: &[u64]) -> Option<f64> {
    let (of_a, of_b): (u64, u64) = (a.iter().sum(), b.iter().sum());
    if of_a == 0 || of_b == 0 {
        return None;
    }
    let (mut below_a, mut below_b, mut largest) = (0_u64, 0_u64, 0.0_f64);
    for (&x, &y) in a.iter().zip(b) {
        below_a += x;
        below_b += y;
        largest = largest.max((below_a as f64 / of_a as f64 - below_b as f64 / of_b as f64).abs());
    }
    Some(largest)
}

/// P(D ≥ d) of two samples by Kolmogorov's law with Stephens' (1970) correction for small ones.
pub(super) fn kolmogorov_upper(d: f64, sizes: Sizes) -> f64 {
    let root = (1.0 / sizes.inverse()).sqrt();
    let x = d * (root + 0.12 + 0.11 / root);
    // Below this the law is 1 to 10 digits and the alternating series converges slowly.
    if x < 0.27 {
        return 1.0;
    }
    let mut sum = 0.0;
    for k in 1..=100_i32 {
        let term = (-2.0 * f64::from(k * k) * x * x).exp();
        sum += if k % 2 == 1 { term } else { -term };
        if term < 1e-17 {
            break;
        }
    }
    (2.0 * sum).clamp(0.0, 1.0)
}

/// The value that χ² exceeds with probability `level`.
pub(super) fn chi_squared_critical(level: f64, degrees_of_freedom: f64) -> f64 {
    let (mut low, mut high) = (0.0, 10.0 + 2.0 * degrees_of_freedom);
    while chi_squared_upper(high, degrees_of_freedom) > level && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if chi_squared_upper(middle, degrees_of_freedom) > level {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// What a squared distance is worth by chance between two samples: its expectation and the degrees of freedom of the χ²
/// with its relative spread.
#[derive(Clone, Copy)]
pub(super) struct Noise {
    pub(super) mean: f64,
    pub(super) degrees_of_freedom: f64,
}

impl Noise {
    pub(super) fn of_pearson(bins: usize, sizes: Sizes) -> Self {
        let degrees_of_freedom = bins as f64 - 1.0;
        Self {
            mean: degrees_of_freedom * sizes.inverse(),
            degrees_of_freedom,
        }
    }

    pub(super) fn of_ks(sizes: Sizes) -> Self {
        Self {
            mean: KOLMOGOROV_MEAN_SQUARE * sizes.inverse(),
            degrees_of_freedom: KOLMOGOROV_DEGREES,
        }
    }
}
