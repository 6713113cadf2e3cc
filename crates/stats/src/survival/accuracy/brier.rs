//! Squared error of a predicted survival.

use super::censoring::{Censoring, check_times, no_weight, refuse_late_entry};
use super::order;
use super::product_limit::{Curve, Leaving};
use crate::check;
use crate::chunks;
use crate::error::StatsError;
use crate::survival::spells::Spells;

/// The score at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BrierPoint {
    /// The time.
    pub time: f64,
    /// Weighted mean squared error, 0 or more, smaller is better; ¼ is what 50 % for everybody earns.
    pub score: f64,
    /// The score of the Kaplan–Meier curve of the training data for everybody.
    pub reference: f64,
}

/// Scores integrated over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntegratedBrier {
    /// Mean over the range of times, smaller is better.
    pub score: f64,
    /// The same of the reference.
    pub reference: f64,
}

/// Brier score of a predicted survival at each time (Graf et al. 1999), with censoring weights.
///
/// BS(t) = Σ wᵢ·(1(tᵢ ≤ t, churned)·S(t|xᵢ)²/Ĝ(tᵢ) + 1(tᵢ > t)·(1 − S(t|xᵢ))²/Ĝ(t)) / Σ wᵢ; Ĝ as in
/// [`super::uno_concordance`]. `survival(t, column)` writes the predicted S(t), 0–1, of each test row; it is called once
/// for each time in order, so that never more than one column is held. `times`: rising. Equal to scikit-survival's
/// `brier_score`, except that it leaves out customers at whose time Ĝ is 0 and here that is an error. Times after the
/// last test duration are refused here as there.
///
/// # Errors
/// Those of [`Spells::check`], [`StatsError::WrongSetting`] for late entry, [`StatsError::BadValue`] for a time that does
/// not rise or that nobody of `test` outlasts, and for a churn or a time at which Ĝ is 0 or unknown, a survival outside
/// 0–1 with its row, [`StatsError::Overflow`].
pub fn brier(
    train: &Spells<'_>,
    test: &Spells<'_>,
    times: &[f64],
    mut survival: impl FnMut(f64, &mut [f64]),
) -> Result<Vec<BrierPoint>, StatsError> {
    for spells in [train, test] {
        order::check(spells)?;
        refuse_late_entry(spells, "the Brier score")?;
    }
    check_times(times)?;
    let censoring = Censoring::new(train);
    let latest = times[times.len() - 1];
    // 1/Ĝ at the own time of those who churned by the latest time.
    let mut own = vec![0.0; test.len()];
    for (row, slot) in own.iter_mut().enumerate() {
        let time = test.exit[row];
        if test.event[row] && time <= latest {
            *slot = censoring.weight_at(time).ok_or_else(|| no_weight(row, time))?;
        }
    }
    let curve = Curve::of_all(train, Leaving::Churn);
    let last_exit = test.exit.iter().copied().fold(0.0, f64::max);
    let mut column = vec![0.0; test.len()];
    let mut points = Vec::with_capacity(times.len());
    for (index, &time) in times.iter().enumerate() {
        let known = censoring.weight_at(time).filter(|_| time < last_exit);
        let weight = known.ok_or(StatsError::BadValue {
            name: "time",
            index,
            value: time,
            expected: "one that customers of training and test outlast",
        })?;
        column.fill(0.0);
        survival(time, &mut column);
        check::probabilities(&column)?;
        points.push(point(test, &own, &column, time, weight, curve.survival_at(time))?);
    }
    Ok(points)
}

fn point(
    test: &Spells<'_>,
    own: &[f64],
    column: &[f64],
    time: f64,
    weight: f64,
    average: f64,
) -> Result<BrierPoint, StatsError> {
    let sums = chunks::sum(test.len(), 3, |range, sums| {
        for row in range {
            let case_weight = test.weight_of(row);
            let (outcome, scale) = if test.exit[row] > time {
                (1.0, weight)
            } else {
                (0.0, own[row])
            };
            sums[0] += case_weight * scale * (outcome - column[row]).powi(2);
            sums[1] += case_weight * scale * (outcome - average).powi(2);
            sums[2] += case_weight;
        }
    });
    Ok(BrierPoint {
        time,
        score: check::no_overflow("the Brier score", sums[0] / sums[2])?,
        reference: check::no_overflow("the Brier score", sums[1] / sums[2])?,
    })
}

/// Mean of the Brier score over time: ∫ BS(t) dt / (t_last − t_first) by the trapezoidal rule, as scikit-survival's
/// `integrated_brier_score`.
///
/// # Errors
/// [`StatsError::TooFew`] below two times, [`StatsError::BadValue`] for a time that does not rise.
pub fn integrated_brier(points: &[BrierPoint]) -> Result<IntegratedBrier, StatsError> {
    let [first, .., last] = points else {
        return Err(StatsError::TooFew {
            name: "times",
            needed: 2,
            found: points.len() as u64,
        });
    };
    let times: Vec<f64> = points.iter().map(|point| point.time).collect();
    check_times(&times)?;
    let range = last.time - first.time;
    let mean = |of: fn(&BrierPoint) -> f64| -> f64 {
        let steps = points.windows(2);
        steps
            .map(|pair| 0.5 * (of(&pair[0]) + of(&pair[1])) * ((pair[1].time - pair[0].time) / range))
            .sum()
    };
    Ok(IntegratedBrier {
        score: mean(|point| point.score),
        reference: mean(|point| point.reference),
    })
}
