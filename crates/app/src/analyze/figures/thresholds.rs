//! Where the line between warned and not warned lies.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::level::Level;
use holdfast_report::model::warnings::{ThresholdBasis, Thresholds};
use holdfast_stats::profit::{Terms, maximum_profit};

use super::economics;
use crate::analyze::model::Modelled;
use crate::analyze::options::AnalyzeOptions;
use crate::analyze::study::Study;
use crate::analyze::words::share;
use crate::error::AppError;

/// Share warned about when no contact pays for itself.
const FALLBACK_SHARE: f64 = 0.1;

/// Sets the thresholds: by hand, by capacity, or by the largest profit on unseen customers.
///
/// # Errors
/// [`AppError::Stats`] when the profit cannot be computed.
pub fn section(
    study: &Study,
    modelled: &Modelled,
    terms: &Terms,
    options: &AnalyzeOptions,
) -> Result<Thresholds, AppError> {
    let (basis, warn, text) = if let Some(threshold) = options.threshold {
        let shown = share(threshold);
        let text = bilingual!(
            "按您指定的概率 {shown} 预警",
            "warned from the probability you gave, {shown}"
        );
        (ThresholdBasis::Manual, threshold, text)
    } else if let Some(capacity) = options.capacity {
        let (threshold, warned) = capacity_threshold(study, &modelled.scores, capacity);
        let text = bilingual!(
            "团队能处理 {capacity} 个客户：预警概率最高的 {warned} 个（概率相同者一并计入或不计）",
            "the team can handle {capacity} customers: the {warned} with the highest probability are warned about (ties all in or all out)"
        );
        (ThresholdBasis::Capacity, threshold, text)
    } else {
        by_profit(modelled, terms)?
    };
    let (red, orange) = level_thresholds(modelled, warn);
    Ok(Thresholds {
        basis,
        text,
        warn,
        orange,
        red,
        economics: economics::shown(terms),
    })
}

fn by_profit(modelled: &Modelled, terms: &Terms) -> Result<(ThresholdBasis, f64, Bilingual), AppError> {
    let evaluated = &modelled.evaluated;
    let best = maximum_profit(&evaluated.probabilities, &evaluated.labels, terms)?;
    if best.threshold.is_finite() {
        let (fraction, profit, threshold) = (share(best.fraction), best.profit, share(best.threshold));
        let text = bilingual!(
            "联系概率不低于 {threshold} 的客户（占 {fraction}）时利润最大：平均每个客户 {profit:.2}",
            "profit is largest when customers from {threshold} upwards ({fraction} of all) are contacted: {profit:.2} per customer in the base"
        );
        return Ok((ThresholdBasis::Profit, best.threshold, text));
    }
    let mut sorted = evaluated.probabilities.clone();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let threshold = sorted[((sorted.len() as f64 * FALLBACK_SHARE) as usize).min(sorted.len() - 1)];
    let text = bilingual!(
        "按当前的优惠条件，联系任何客户都不划算；仍预警概率最高的 10%，供观察",
        "at these terms no contact pays for itself; the 10 % with the highest probability are shown for watching"
    );
    Ok((ThresholdBasis::Profit, threshold, text))
}

/// The lowest probability at which no more than `capacity` of the customers still there are warned about, and how many
/// that are.
fn capacity_threshold(study: &Study, scores: &[f64], capacity: u64) -> (f64, usize) {
    let mut present: Vec<f64> = scores
        .iter()
        .zip(&study.gone)
        .filter(|(_, gone)| !**gone)
        .map(|(&p, _)| p)
        .collect();
    present.sort_by(|a, b| b.total_cmp(a));
    let mut warned = usize::try_from(capacity).unwrap_or(usize::MAX).min(present.len());
    // Customers with the same probability are not told apart: a tie across the line stays below it.
    while warned > 0 && warned < present.len() && present[warned - 1] == present[warned] {
        warned -= 1;
    }
    // Above every probability where nobody can be warned about.
    (
        warned.checked_sub(1).map_or(1.0 + f64::EPSILON, |last| present[last]),
        warned,
    )
}

/// Red and orange: each of the three levels catches about a third of the churners above the warning threshold, so that
/// red is the shortest list with the highest precision.
fn level_thresholds(modelled: &Modelled, warn: f64) -> (f64, f64) {
    let evaluated = &modelled.evaluated;
    let mut caught: Vec<f64> = evaluated
        .probabilities
        .iter()
        .zip(&evaluated.labels)
        .filter(|&(&p, &label)| label && p >= warn)
        .map(|(&p, _)| p)
        .collect();
    caught.sort_by(|a, b| b.total_cmp(a));
    let at = |third: usize| caught.get(caught.len() * third / 3).copied().unwrap_or(warn).max(warn);
    (at(1), at(2))
}

/// The level of a probability.
pub fn level(thresholds: &Thresholds, probability: f64) -> Level {
    if probability < thresholds.warn {
        Level::None
    } else if probability >= thresholds.red {
        Level::Red
    } else if probability >= thresholds.orange {
        Level::Orange
    } else {
        Level::Yellow
    }
}
