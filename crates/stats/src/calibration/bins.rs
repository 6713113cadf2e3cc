//! Calibration by bins of equal count.

use crate::check;
use crate::error::StatsError;
use crate::interval::{Interval, wilson};
use crate::ranking::Ranking;

/// A bin of the reliability diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReliabilityBin {
    /// Mean stated probability, 0–1.
    pub predicted: f64,
    /// Observed churn rate, 0–1.
    pub observed: f64,
    /// Customers in the bin, at least 1.
    pub customers: u64,
    /// 95 % Wilson interval of the observed rate.
    pub interval: Interval,
}

/// Murphy's (1973) decomposition: Brier ≈ reliability − resolution + uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BrierParts {
    /// Σ nₖ/n·(p̄ₖ − oₖ)²: distance of stated from observed rates, smaller is better.
    pub reliability: f64,
    /// Σ nₖ/n·(oₖ − ō)²: how far the bins' rates lie apart, larger is better.
    pub resolution: f64,
    /// ō(1 − ō): variance of the outcome itself; no model changes it.
    pub uncertainty: f64,
}

/// Bins of about equal count in rising order of probability, at most `bins`.
///
/// Equal probabilities are never split over two bins, so that there may be fewer bins and the row order does not
/// matter. One class is enough.
///
/// Errors: lengths differ, no rows, a value outside 0–1, no bins.
pub fn reliability(p: &[f64], labels: &[bool], bins: usize) -> Result<Vec<ReliabilityBin>, StatsError> {
    check::predictions(p, labels)?;
    check::count("bins", bins, 1, "at least 1")?;
    let ranking = Ranking::new(p, labels)?;
    let all = u128::from(ranking.customers());
    let mut out = Vec::with_capacity(bins.min(ranking.ties.len()));
    let (mut passed, mut filled) = (0_u128, 0_u128);
    let (mut lost, mut customers, mut stated) = (0_u64, 0_u64, 0.0);
    for tie in ranking.ties.iter().rev() {
        lost += tie.lost;
        customers += tie.customers();
        stated += tie.score * tie.customers() as f64;
        passed += u128::from(tie.customers());
        // The bin is full once it reaches the next multiple of n/bins.
        let reached = passed * bins as u128 / all;
        if reached > filled {
            out.push(ReliabilityBin {
                predicted: (stated / customers as f64).min(1.0),
                observed: lost as f64 / customers as f64,
                customers,
                interval: wilson(lost, customers),
            });
            filled = reached;
            (lost, customers, stated) = (0, 0, 0.0);
        }
    }
    Ok(out)
}

/// Expected calibration error over equal-count bins: Σ nₖ/n·|p̄ₖ − oₖ|, 0–1, smaller is better.
///
/// Biased upward in small samples, because |p̄ − o| is never negative. Errors as [`reliability`].
pub fn ece(p: &[f64], labels: &[bool], bins: usize) -> Result<f64, StatsError> {
    let sum: f64 = reliability(p, labels, bins)?
        .iter()
        .map(|bin| bin.customers as f64 * (bin.predicted - bin.observed).abs())
        .sum();
    Ok(sum / p.len() as f64)
}

/// Murphy's decomposition of the Brier score over equal-count bins.
///
/// Exact where all probabilities of a bin are equal; otherwise the parts miss the variance inside the bins (Stephenson
/// et al. 2008), which is why the sum is shown as ≈. Errors as [`reliability`].
pub fn brier_parts(p: &[f64], labels: &[bool], bins: usize) -> Result<BrierParts, StatsError> {
    let bins = reliability(p, labels, bins)?;
    let n = p.len() as f64;
    let overall = labels.iter().filter(|&&label| label).count() as f64 / n;
    let weighted = |distance: &dyn Fn(&ReliabilityBin) -> f64| {
        let sum: f64 = bins
            .iter()
            .map(|bin| bin.customers as f64 * distance(bin).powi(2))
            .sum();
        sum / n
    };
    Ok(BrierParts {
        reliability: weighted(&|bin| bin.predicted - bin.observed),
        resolution: weighted(&|bin| bin.observed - overall),
        uncertainty: overall * (1.0 - overall),
    })
}
