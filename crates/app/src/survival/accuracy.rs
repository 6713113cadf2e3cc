//! How good the predictions are for rows that the models had not seen, whoever was censored.

use holdfast_domain::bilingual;
use holdfast_report::model::survival_accuracy::{StudyAccuracy, StudyDCalibration};
use holdfast_report::model::survival_study::SurvivalStudy;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::accuracy::{
    brier, cumulative_dynamic_auc, d_calibration, integrated_brier, uno_concordance,
};
use rayon::prelude::*;

use super::folds::{FOLDS, Folded};
use super::observe::Observed;
use super::subset::taken;

/// Times at which the Brier score is taken, at most.
const MOST_TIMES: usize = 100;
/// Share of rows that outlast the last of them.
const OUTLAST: usize = 20;
/// Bins of the test of D-calibration.
const BINS: usize = 10;

/// Fills in the accuracy; a note where late entry forbids it.
pub(super) fn judge(observed: &Observed, folded: &Folded, horizon: f64, study: &mut SurvivalStudy) {
    if observed.entry.is_some() {
        study.notes.push(bilingual!(
            "有延迟进入（--entry）时不给 Brier 评分、AUC、Uno 的 C 和 D-校准：删失权重没有定义",
            "With late entry (--entry) there is no Brier score, AUC, Uno's C or D-calibration: the censoring weights are not defined"
        ));
        return;
    }
    // Too few rows or churn for a score: nothing else is lost.
    study.accuracy = scores(observed, folded, horizon).ok();
}

fn scores(observed: &Observed, folded: &Folded, horizon: f64) -> Result<StudyAccuracy, StatsError> {
    let spells = observed.spells();
    let stratum = |row: usize| observed.strata.as_ref().map_or(0, |s| s.codes[row]);
    // A survival that is not known is no number, which the score refuses.
    let survival = |row: usize, t: f64| folded.survival(row, stratum(row), t).unwrap_or(f64::NAN);
    let fill = |t: f64, column: &mut [f64]| {
        column
            .par_iter_mut()
            .enumerate()
            .for_each(|(row, share)| *share = survival(row, t));
    };
    let times = times(observed);
    let whole = integrated_brier(&brier(&spells, &spells, &times, fill)?)?;
    let at = brier(&spells, &spells, &[horizon], fill)
        .ok()
        .and_then(|points| points.first().copied());
    let mut churned = vec![0.0; observed.exit.len()];
    fill(horizon, &mut churned);
    churned.iter_mut().for_each(|share| *share = 1.0 - *share);
    // By fold: a fold with much churn is predicted by models that saw little, which turns the order of pooled risks round.
    let auc = folded.mean(&spells, |part, rows, _| {
        let found = cumulative_dynamic_auc(&spells, part, &taken(&churned, rows), &[horizon])?;
        found
            .points
            .first()
            .map(|point| point.auc)
            .ok_or(StatsError::NoComparison)
    });
    // At the last time nobody is left who could be censored later, and churn has no weight.
    let end = observed.exit.iter().copied().fold(0.0, f64::max);
    let uno = || folded.mean(&spells, |part, _, risk| uno_concordance(&spells, part, risk, Some(end)));
    let own: Vec<f64> = (0..observed.exit.len())
        .map(|row| survival(row, observed.exit[row]))
        .collect();
    Ok(StudyAccuracy {
        folds: FOLDS as u64,
        horizon,
        from: times.first().copied().unwrap_or_default(),
        to: times.last().copied().unwrap_or_default(),
        integrated_brier: whole.score,
        integrated_brier_kaplan_meier: whole.reference,
        brier: at.map(|at| at.score),
        brier_kaplan_meier: at.map(|at| at.reference),
        auc,
        // Risks of different strata do not compare.
        uno_concordance: observed.strata.is_none().then(uno).flatten(),
        d_calibration: match observed.weight {
            None => d_calibration(&own, &observed.event, BINS)
                .ok()
                .map(|found| StudyDCalibration {
                    chi_squared: found.statistic,
                    degrees_of_freedom: found.degrees_of_freedom,
                    p: found.p_value,
                    bins: found.bins,
                }),
            Some(_) => None,
        },
    })
}

/// Times of churn that enough rows outlast, thinned evenly.
fn times(observed: &Observed) -> Vec<f64> {
    let mut exits = observed.exit.clone();
    exits.sort_unstable_by(f64::total_cmp);
    let outlast = (exits.len() / OUTLAST).max(1);
    let limit = exits.len().checked_sub(outlast).map_or(0.0, |at| exits[at]);
    let churn = observed
        .exit
        .iter()
        .zip(&observed.event)
        .filter(|&(&t, &event)| event && t < limit);
    let mut times: Vec<f64> = churn.map(|(&t, _)| t).collect();
    times.sort_unstable_by(f64::total_cmp);
    times.dedup();
    if times.len() <= MOST_TIMES {
        return times;
    }
    let last = times.len() - 1;
    (0..MOST_TIMES).map(|i| times[i * last / (MOST_TIMES - 1)]).collect()
}
