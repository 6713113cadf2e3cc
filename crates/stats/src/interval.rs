//! How sure a number is: intervals for a rate, over cross-validation folds, and by the bootstrap. All are 95 %.

use rand::Rng;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::StatsError;
use crate::quantile::quantile;
use crate::tail::student_quantile_975;

/// Normal quantile of a two-sided 95 % interval.
pub(crate) const Z_975: f64 = 1.959_963_984_540_054;

/// Both ends of a 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A statistic over folds or bootstrap samples.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoldSummary {
    /// Mean over folds; for the bootstrap the statistic of the sample itself.
    pub mean: f64,
    /// Standard deviation between folds (n − 1) or bootstrap samples.
    pub sd: f64,
    /// Lower end of the 95 % interval.
    pub ci_low: f64,
    /// Upper end of the 95 % interval.
    pub ci_high: f64,
    /// Folds, or bootstrap samples on which the statistic was defined.
    pub n: u64,
}

/// Score interval of Wilson (1927) for a rate of `successes` out of `n`, within 0–1.
///
/// (p̂ + z²/2n ± z·√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n), without continuity correction. Good for small n and for rates
/// near 0 and 1, where the end is exactly 0 or 1. n = 0 knows nothing: 0 to 1. More successes than `n` count as `n`.
pub fn wilson(successes: u64, n: u64) -> Interval {
    if n == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let successes = successes.min(n);
    let size = n as f64;
    let rate = successes as f64 / size;
    let z2 = Z_975 * Z_975;
    let centre = rate + z2 / (2.0 * size);
    let half = Z_975 * (rate * (1.0 - rate) / size + z2 / (4.0 * size * size)).sqrt();
    let scale = 1.0 + z2 / size;
    Interval {
        low: if successes == 0 {
            0.0
        } else {
            ((centre - half) / scale).clamp(0.0, rate)
        },
        high: if successes == n {
            1.0
        } else {
            ((centre + half) / scale).clamp(rate, 1.0)
        },
    }
}

/// Net promoter score (promoters − detractors) ÷ n with its interval, all within −1 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct NetPromoter {
    /// The score: −1 where everybody is a detractor, 1 where everybody is a promoter. People show it times 100.
    pub score: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// Adjusted Wald interval of a net promoter score (Rocks 2016): three answers are added, ¾ of one to promoters, ¾ to detractors.
///
/// With n' = n + 3, p = (promoters + ¾)/n', d = (detractors + ¾)/n': p − d ± z·√((p + d − (p − d)²)/n'), clipped to −1…1. The score itself is
/// not adjusted.
///
/// Errors: no answers; more promoters and detractors than answers.
pub fn net_promoter(promoters: u64, detractors: u64, n: u64) -> Result<NetPromoter, StatsError> {
    if n == 0 {
        return Err(StatsError::Empty);
    }
    if promoters.saturating_add(detractors) > n {
        return Err(StatsError::OutOfRange {
            name: "promoters and detractors",
            value: promoters as f64 + detractors as f64,
            expected: "at most the number of answers",
        });
    }
    let size = n as f64 + 3.0;
    let (p, d) = ((promoters as f64 + 0.75) / size, (detractors as f64 + 0.75) / size);
    let half = Z_975 * ((p + d - (p - d) * (p - d)) / size).sqrt();
    Ok(NetPromoter {
        score: (promoters as f64 - detractors as f64) / n as f64,
        interval: Interval {
            low: (p - d - half).max(-1.0),
            high: (p - d + half).min(1.0),
        },
    })
}

/// Mean of a measure over K cross-validation folds with a t interval of K − 1 degrees of freedom.
///
/// The folds' training parts overlap, so that the plain variance of the mean, sd²/K, is too small. Nadeau & Bengio
/// (2003) correct it to sd²·(1/K + test/train), where `test_share` is test/(test + train): 0.2 for five folds.
///
/// Errors: fewer than two folds, a value that is not finite, `test_share` outside the open interval 0–1.
pub fn over_folds(values: &[f64], test_share: f64) -> Result<FoldSummary, StatsError> {
    check::finite(values)?;
    if values.len() < 2 {
        return Err(StatsError::TooFew {
            name: "folds",
            needed: 2,
            found: values.len() as u64,
        });
    }
    if !(test_share > 0.0 && test_share < 1.0) {
        return Err(StatsError::OutOfRange {
            name: "test share",
            value: test_share,
            expected: "above 0 and below 1",
        });
    }
    let folds = values.len() as f64;
    let (mean, variance) = mean_and_variance(values);
    let correction = 1.0 / folds + test_share / (1.0 - test_share);
    let half = student_quantile_975(folds - 1.0) * (variance * correction).sqrt();
    check::no_overflow("the interval over folds", mean.abs() + half)?;
    Ok(FoldSummary {
        mean,
        sd: variance.sqrt(),
        ci_low: mean - half,
        ci_high: mean + half,
        n: values.len() as u64,
    })
}

/// Percentile interval of Efron (1979): the statistic over `replicates` samples of `n` rows drawn with replacement.
///
/// `statistic` gets row indices below `n` and answers `None` (or a number that is not finite) where it is undefined,
/// e.g. where a sample holds one class only; such samples are left out. Each sample has its own random stream, so the
/// result depends on `seed` alone and not on the number of threads.
///
/// Errors: no rows, fewer than two replicates, more rows than a u32 counts, a statistic that is undefined on the rows
/// themselves or on half of the samples.
pub fn bootstrap(
    n: usize,
    replicates: usize,
    seed: u64,
    statistic: impl Fn(&[u32]) -> Option<f64> + Sync,
) -> Result<FoldSummary, StatsError> {
    if n == 0 {
        return Err(StatsError::Empty);
    }
    check::count("replicates", replicates, 2, "at least 2")?;
    let Ok(rows) = u32::try_from(n) else {
        return Err(StatsError::OutOfRange {
            name: "rows",
            value: n as f64,
            expected: "at most 4,294,967,295",
        });
    };
    let defined = |rows: &[u32]| statistic(rows).filter(|value| value.is_finite());
    let every_row: Vec<u32> = (0..rows).collect();
    let undefined = |defined: usize| StatsError::UndefinedStatistic {
        defined: defined as u64,
        replicates: replicates as u64,
    };
    let observed = defined(&every_row).ok_or_else(|| undefined(0))?;

    let mut values: Vec<f64> = streams(seed, replicates)
        .into_par_iter()
        .map_init(
            || every_row.clone(),
            |sample, mut random| {
                sample.fill_with(|| random.gen_range(0..rows));
                defined(sample)
            },
        )
        .flatten_iter()
        .collect();
    if values.len() < 2 || values.len() * 2 <= replicates {
        return Err(undefined(values.len()));
    }
    let (_, variance) = mean_and_variance(&values);
    values.sort_unstable_by(f64::total_cmp);
    Ok(FoldSummary {
        mean: observed,
        sd: check::no_overflow("the spread of the bootstrap", variance.sqrt())?,
        ci_low: quantile(&values, 0.025),
        ci_high: quantile(&values, 0.975),
        n: values.len() as u64,
    })
}

/// Random streams that provably do not overlap: each starts 2¹²⁸ draws after the one before.
fn streams(seed: u64, count: usize) -> Vec<Xoshiro256PlusPlus> {
    let mut next = Xoshiro256PlusPlus::seed_from_u64(seed);
    (0..count)
        .map(|_| {
            let stream = next.clone();
            next.jump();
            stream
        })
        .collect()
}

/// Mean and variance (n − 1) in two passes; the variance of fewer than two values is 0. `values` is not empty.
pub(crate) fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let first = values[0];
    // Shifting by the first value keeps a column of equal values exactly without spread.
    let mean = first + values.iter().map(|v| v - first).sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, if values.len() < 2 { 0.0 } else { squares / (n - 1.0) })
}
