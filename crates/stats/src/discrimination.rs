//! How well scores rank churned above retained customers. All measures depend on ranks alone.

use crate::check;
use crate::error::StatsError;
use crate::ranking::Ranking;

/// A point of the ROC curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RocPoint {
    /// Share of retained customers at or above the threshold, 0–1.
    pub false_positive_rate: f64,
    /// Share of churned customers at or above the threshold, 0–1.
    pub true_positive_rate: f64,
}

/// Area under the ROC curve, 0–1: the probability that a churned customer scores higher than a retained one, a tie
/// counting half (Mann & Whitney 1947; Hanley & McNeil 1982). ½ is guessing, higher is better.
///
/// Errors: lengths differ, no rows, a score that is not finite, one class only.
pub fn auc(scores: &[f64], labels: &[bool]) -> Result<f64, StatsError> {
    Ok(area(&Ranking::of_both_classes(scores, labels)?))
}

/// [`auc`] of a single column in the direction "higher = churned"; rows where the value is NaN (missing) are skipped.
///
/// Errors: lengths differ, an infinite value, one class only among the rows that have a value.
pub fn auc_of_column(values: &[f64], labels: &[bool]) -> Result<f64, StatsError> {
    check::same_length(values.len(), labels.len())?;
    if let Some(index) = values.iter().position(|v| v.is_infinite()) {
        let value = values[index];
        return Err(StatsError::NotFinite { index, value });
    }
    let present = || values.iter().zip(labels).filter(|(value, _)| !value.is_nan());
    let kept_values: Vec<f64> = present().map(|(&value, _)| value).collect();
    let kept_labels: Vec<bool> = present().map(|(_, &label)| label).collect();
    auc(&kept_values, &kept_labels)
}

fn area(ranking: &Ranking) -> f64 {
    // Counts twice the pairs won, so that it stays a whole number: exact up to 2¹²⁸.
    let mut lost_above = 0_u64;
    let mut twice_won = 0_u128;
    for tie in &ranking.ties {
        twice_won += u128::from(2 * lost_above + tie.lost) * u128::from(tie.retained);
        lost_above += tie.lost;
    }
    twice_won as f64 / (2.0 * ranking.lost as f64 * ranking.retained as f64)
}

/// Average precision, the area under the precision–recall curve as a step function: Σ (Rₖ − Rₖ₋₁)·Pₖ over thresholds.
///
/// 0–1, higher is better, the churn rate is guessing. Tied scores are one step. No interpolation: that would be too
/// optimistic (Davis & Goadrich 2006).
///
/// Errors as [`auc`].
pub fn average_precision(scores: &[f64], labels: &[bool]) -> Result<f64, StatsError> {
    let ranking = Ranking::of_both_classes(scores, labels)?;
    let (mut lost, mut targeted, mut sum) = (0_u64, 0_u64, 0.0);
    for tie in &ranking.ties {
        lost += tie.lost;
        targeted += tie.customers();
        sum += tie.lost as f64 * (lost as f64 / targeted as f64);
    }
    Ok((sum / ranking.lost as f64).min(1.0))
}

/// Kolmogorov–Smirnov distance, 0–1: the largest gap between the score distributions of churned and retained
/// customers, in either direction. Higher is better; tied scores are one step.
///
/// Errors as [`auc`].
pub fn ks(scores: &[f64], labels: &[bool]) -> Result<f64, StatsError> {
    let ranking = Ranking::of_both_classes(scores, labels)?;
    let (mut lost, mut retained, mut largest) = (0_u64, 0_u64, 0.0_f64);
    for tie in &ranking.ties {
        lost += tie.lost;
        retained += tie.retained;
        let gap = lost as f64 / ranking.lost as f64 - retained as f64 / ranking.retained as f64;
        largest = largest.max(gap.abs());
    }
    Ok(largest)
}

/// Lift of the top `share` (0–1, not 0) of customers: their churn rate ÷ the churn rate of all. 1 is guessing; at most
/// 1 ÷ churn rate.
///
/// The top is exactly share·n customers: the group of tied customers that the boundary falls into counts in
/// proportion, so that the row order does not matter.
///
/// Errors as [`auc`], and a share that is not above 0 and at most 1.
pub fn top_share_lift(scores: &[f64], labels: &[bool], share: f64) -> Result<f64, StatsError> {
    if !(share > 0.0 && share <= 1.0) {
        return Err(StatsError::OutOfRange {
            name: "share",
            value: share,
            expected: "above 0 and at most 1",
        });
    }
    let ranking = Ranking::of_both_classes(scores, labels)?;
    let gains = ranking.cursor().advance_to(share * ranking.customers() as f64).lost / ranking.lost as f64;
    Ok(gains / share)
}

/// The ROC curve from (0, 0) to (1, 1), tied scores one step, at most `max_points` points.
///
/// Points inside a straight stretch are left out first, which loses nothing; if there are still too many, points at
/// equal steps are kept with both ends, so that the drawn area may differ from [`auc`] in the third digit.
///
/// Errors as [`auc`], and fewer than two points.
pub fn roc_curve(scores: &[f64], labels: &[bool], max_points: usize) -> Result<Vec<RocPoint>, StatsError> {
    check::count("points", max_points, 2, "at least 2")?;
    let ranking = Ranking::of_both_classes(scores, labels)?;
    let corners = corners(&ranking);
    let last = corners.len() - 1;
    let kept = corners.len().min(max_points);
    Ok((0..kept)
        .map(|k| {
            // In u128 because the product of two lengths may leave 64 bits.
            let (retained, lost) = corners[(k as u128 * last as u128 / (kept as u128 - 1)) as usize];
            RocPoint {
                false_positive_rate: retained as f64 / ranking.retained as f64,
                true_positive_rate: lost as f64 / ranking.lost as f64,
            }
        })
        .collect())
}

/// Counts (retained, lost) at the thresholds where the curve turns, both ends included.
fn corners(ranking: &Ranking) -> Vec<(u64, u64)> {
    let mut corners = vec![(0, 0)];
    let (mut retained, mut lost) = (0, 0);
    for (k, tie) in ranking.ties.iter().enumerate() {
        retained += tie.retained;
        lost += tie.lost;
        let goes_straight_on = ranking.ties.get(k + 1).is_some_and(|next| {
            u128::from(tie.retained) * u128::from(next.lost) == u128::from(tie.lost) * u128::from(next.retained)
        });
        if !goes_straight_on {
            corners.push((retained, lost));
        }
    }
    corners
}
