//! Performance expected from calibrated probabilities alone, while outcomes are outstanding.

use serde::{Deserialize, Serialize};

use super::area::falling;
use super::figure::Figure;
use crate::check;
use crate::error::StatsError;
use crate::special::clamp_probability;

/// What the figures will be if the probabilities are calibrated. Each interval covers 95 % of the outcomes that may come.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimated {
    /// Rows.
    pub rows: u64,
    /// Area under the ROC curve; `None` where one class is certain (every p is 0, or every p is 1) or there is one row.
    pub auc: Option<Figure>,
    /// Log loss.
    pub log_loss: Figure,
    /// Brier score.
    pub brier: Figure,
    /// Churn rate.
    pub churn_rate: Figure,
    /// Churn rate among rows at or above the threshold; `None` where there is none.
    pub precision: Option<Figure>,
    /// Share of the churned at or above the threshold; `None` where nobody is expected to churn.
    pub recall: Option<Figure>,
    /// Share of rows at or above the threshold, 0–1 (known, not estimated).
    pub selected: f64,
}

/// Confidence-based performance estimation: expectation and variance of each figure when row i churns with probability
/// pᵢ, independently of the others. `threshold` 0–1 is where a customer is contacted.
///
/// Log loss, Brier and churn rate are sums of independent rows and exact. Precision has a fixed denominator and is
/// exact. Recall and the area are ratios: expectation of numerator over that of denominator, variance by the delta
/// method. It sees that the mix of customers changed, not that the same customers now behave differently.
///
/// Errors: no rows, a value outside 0–1, a threshold outside 0–1, more rows than a u32 counts.
pub fn estimate(p: &[f64], threshold: f64) -> Result<Estimated, StatsError> {
    if p.is_empty() {
        return Err(StatsError::Empty);
    }
    check::probabilities(p)?;
    if !(0.0..=1.0).contains(&threshold) {
        return Err(StatsError::OutOfRange {
            name: "threshold",
            value: threshold,
            expected: "between 0 and 1",
        });
    }
    if u32::try_from(p.len()).is_err() {
        return Err(StatsError::OutOfRange {
            name: "rows",
            value: p.len() as f64,
            expected: "at most 4,294,967,295",
        });
    }
    let n = p.len() as f64;
    let figure = |mean: f64, variance: f64, largest: f64| Figure::within(mean / n, variance / (n * n), (0.0, largest));
    let sum = |of: &dyn Fn(f64) -> f64| p.iter().map(|&p| of(p)).sum::<f64>();
    let spread = |p: f64| p * (1.0 - p);
    let logs = |p: f64| {
        let p = clamp_probability(p);
        (p.ln(), (-p).ln_1p())
    };
    let log_loss = sum(&|p| {
        let (lost, retained) = logs(p);
        -p * lost - (1.0 - p) * retained
    });
    let log_loss_spread = sum(&|p| {
        let (lost, retained) = logs(p);
        spread(p) * (lost - retained) * (lost - retained)
    });
    let expected = sum(&|p| p);
    let chosen: Vec<f64> = p.iter().copied().filter(|&p| p >= threshold).collect();
    let size = chosen.len() as f64;
    let hits: f64 = chosen.iter().sum();
    let hits_spread: f64 = chosen.iter().map(|&p| spread(p)).sum();
    let recall = (expected > 0.0).then(|| {
        let share = hits / expected;
        // A row's outcome moves the ratio by (chosen − share)/expected.
        let missed_spread = sum(&spread) - hits_spread;
        let variance = hits_spread * (1.0 - share).powi(2) + missed_spread * share * share;
        Figure::within(share, variance / (expected * expected), (0.0, 1.0))
    });
    Ok(Estimated {
        rows: p.len() as u64,
        auc: area(p),
        log_loss: figure(log_loss, log_loss_spread, f64::INFINITY),
        brier: figure(sum(&spread), sum(&|p| spread(p) * (1.0 - 2.0 * p).powi(2)), 1.0),
        churn_rate: figure(expected, sum(&spread), 1.0),
        precision: (size > 0.0).then(|| Figure::within(hits / size, hits_spread / (size * size), (0.0, 1.0))),
        recall,
        selected: size / n,
    })
}

/// Σ_{i≠j} pᵢ(1 − pⱼ)·k(i, j) ÷ Σ_{i≠j} pᵢ(1 − pⱼ) with k = 1 where i ranks above j and ½ where they tie.
fn area(p: &[f64]) -> Option<Figure> {
    let order = falling(p);
    let lost: f64 = p.iter().sum();
    let retained: f64 = p.iter().map(|p| 1.0 - p).sum();
    let own: f64 = p.iter().map(|p| p * (1.0 - p)).sum();
    let pairs = lost * retained - own;
    if pairs <= 0.0 || pairs.is_nan() {
        return None;
    }
    let (mut lost_above, mut retained_above, mut won) = (0.0, 0.0, 0.0);
    // What a row's churning rather than staying adds to the pairs won and to all pairs.
    let mut gain = vec![(0.0, 0.0); p.len()];
    for tie in order.chunk_by(|&a, &b| p[a as usize] == p[b as usize]) {
        // Rows of one tie have the same probability, since it is what ranks them.
        let (size, share) = (tie.len() as f64, p[tie[0] as usize]);
        let (lost_here, retained_here) = (size * share, size * (1.0 - share));
        won += lost_above * retained_here + 0.5 * (lost_here * retained_here - size * share * (1.0 - share));
        let others_retained = retained_here - (1.0 - share);
        let others_lost = lost_here - share;
        let below = retained - retained_above - retained_here;
        let as_lost = below + 0.5 * others_retained;
        let as_retained = lost_above + 0.5 * others_lost;
        let all = (retained - (1.0 - share)) - (lost - share);
        for &row in tie {
            gain[row as usize] = (as_lost - as_retained, all);
        }
        lost_above += lost_here;
        retained_above += retained_here;
    }
    let area = won / pairs;
    let variance: f64 = (p.iter().zip(&gain))
        .map(|(p, (won, all))| p * (1.0 - p) * ((won - area * all) / pairs).powi(2))
        .sum();
    Some(Figure::within(area, variance, (0.0, 1.0)))
}
