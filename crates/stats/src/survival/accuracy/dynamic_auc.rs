//! The area under the ROC curve by a time.

use rayon::prelude::*;

use super::censoring::{Censoring, check_times, no_weight, refuse_late_entry};
use super::order::{self, key};
use super::product_limit::{Curve, Leaving};
use crate::check;
use crate::error::StatsError;
use crate::survival::spells::Spells;

/// The area at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AucPoint {
    /// The time.
    pub time: f64,
    /// Chance that a customer who churned by it had a higher risk than one who had not, 0–1; ½ is guessing.
    pub auc: f64,
}

/// Areas at several times.
#[derive(Clone, Debug, PartialEq)]
pub struct DynamicAuc {
    /// In order of time.
    pub points: Vec<AucPoint>,
    /// Mean weighted by the fall of the survival curve before each time; where weights of churn are so small that it does
    /// not fall, the plain mean.
    pub mean: f64,
}

/// Cumulative/dynamic AUC (Uno et al. 2007; Hung & Chiang 2010): does a higher `risk` churn by t?
///
/// AUC(t) = Σᵢⱼ ωᵢ·wⱼ·(1(rᵢ > rⱼ) + ½·1(rᵢ = rⱼ)) / (Σ ωᵢ·Σ wⱼ) over cases i (churned by t, weight ωᵢ = wᵢ/Ĝ(tᵢ)) and
/// controls j (under observation past t); Ĝ as in [`super::uno_concordance`]. Mean: Σ AUC(tₖ)·(S(tₖ₋₁) − S(tₖ))/(1 −
/// S(t_last)) with S the Kaplan–Meier curve of `test` and S(t₀) = 1 (Lambert & Chevret 2014). `risk`: one finite number
/// a test row. `times`: rising. Equal to scikit-survival's `cumulative_dynamic_auc` but for its tolerance of 1e-8 for
/// ties. O(n log n + n·times).
///
/// # Errors
/// Those of [`Spells::check`], [`StatsError::WrongSetting`] for late entry, lengths that differ, a risk that is not
/// finite, [`StatsError::BadValue`] for a time that does not rise or has no case or no control, and for a case at which
/// Ĝ is 0 or unknown, [`StatsError::Overflow`].
pub fn cumulative_dynamic_auc(
    train: &Spells<'_>,
    test: &Spells<'_>,
    risk: &[f64],
    times: &[f64],
) -> Result<DynamicAuc, StatsError> {
    for spells in [train, test] {
        order::check(spells)?;
        refuse_late_entry(spells, "the time-dependent AUC")?;
    }
    check::same_length(test.len(), risk.len())?;
    check::finite(risk)?;
    check_times(times)?;
    let latest = times[times.len() - 1];
    let ranked = rank(&Censoring::new(train), test, risk, latest)?;
    let points = (times.par_iter().enumerate())
        .map(|(index, &time)| {
            let auc = area(&ranked, time).ok_or(StatsError::BadValue {
                name: "time",
                index,
                value: time,
                expected: "one by which somebody has churned and past which somebody is under observation",
            })?;
            Ok(AucPoint {
                time,
                auc: check::no_overflow("the time-dependent AUC", auc)?.clamp(0.0, 1.0),
            })
        })
        .collect::<Result<Vec<AucPoint>, StatsError>>()?;
    let mean = mean(&points, &Curve::of_all(test, Leaving::Churn));
    Ok(DynamicAuc { points, mean })
}

/// A test customer, in rising order of risk.
struct Ranked {
    key: u64,
    time: f64,
    /// ω of a churner, 0 of a censored one.
    case: f64,
    control: f64,
}

fn rank(censoring: &Censoring, test: &Spells<'_>, risk: &[f64], latest: f64) -> Result<Vec<Ranked>, StatsError> {
    let mut order: Vec<(u64, u32)> = (risk.iter().enumerate())
        .map(|(row, &r)| (key(r), row as u32))
        .collect();
    order.par_sort_unstable();
    (order.par_iter().with_min_len(8192))
        .map(|&(key, row)| {
            let row = row as usize;
            let (time, control) = (test.exit[row], test.weight_of(row));
            let case = if test.event[row] && time <= latest {
                control * censoring.weight_at(time).ok_or_else(|| no_weight(row, time))?
            } else {
                0.0
            };
            Ok(Ranked {
                key,
                time,
                case,
                control,
            })
        })
        .collect()
}

/// `None` without cases or without controls.
fn area(ranked: &[Ranked], time: f64) -> Option<f64> {
    let (mut cases, mut controls, mut won) = (0.0, 0.0, 0.0);
    let mut from = 0;
    while from < ranked.len() {
        let level = ranked[from].key;
        let (mut tied_cases, mut tied_controls) = (0.0, 0.0);
        while let Some(one) = ranked.get(from).filter(|one| one.key == level) {
            if one.time > time {
                tied_controls += one.control;
            } else {
                tied_cases += one.case;
            }
            from += 1;
        }
        won += tied_cases * (controls + 0.5 * tied_controls);
        cases += tied_cases;
        controls += tied_controls;
    }
    (cases > 0.0 && controls > 0.0).then(|| won / cases / controls)
}

fn mean(points: &[AucPoint], curve: &Curve) -> f64 {
    let (mut before, mut sum) = (1.0, 0.0);
    for point in points {
        let survival = curve.survival_at(point.time);
        sum += point.auc * (before - survival);
        before = survival;
    }
    let fall = 1.0 - before;
    if fall > 0.0 {
        (sum / fall).clamp(0.0, 1.0)
    } else {
        points.iter().map(|point| point.auc).sum::<f64>() / points.len() as f64
    }
}
