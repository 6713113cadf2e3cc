//! How good the predictions are: concordance and calibration at the horizon.

use holdfast_report::model::survival_study::{StudyBin, StudyCalibration, SurvivalStudy};
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::accuracy::{Concordance, calibration_at, concordance};
use holdfast_stats::survival::spells::Spells;

use super::observe::Observed;
use super::outcome::Predictions;
use super::subset::{Subset, taken};
use crate::columns::categories::Categories;

/// Groups of the calibration; fewer when there are few customers.
const GROUPS: usize = 10;
/// Customers that a group of the calibration has at least.
const LEAST_IN_GROUP: usize = 20;

/// Concordance and calibration of predictions for the rows that the model was fitted on.
pub(super) fn apparent(observed: &Observed, predictions: &Predictions, horizon: f64, study: &mut SurvivalStudy) {
    if predictions.risk.is_empty() || observed.design.columns.is_empty() {
        return;
    }
    // Without two comparable customers there is no concordance, and nothing else is lost.
    if let Ok((value, se)) = within_strata(&observed.spells(), &predictions.risk, observed.strata.as_ref()) {
        study.concordance = Some(value);
        study.concordance_se = se;
    }
    let churn: Option<Vec<f64>> = predictions
        .survival
        .last()
        .and_then(|column| column.iter().map(|s| s.map(|s| (1.0 - s).clamp(0.0, 1.0))).collect());
    let groups = (observed.exit.len() / LEAST_IN_GROUP).clamp(1, GROUPS);
    study.calibration = churn.and_then(|churn| {
        let found = calibration_at(&observed.spells(), horizon, &churn, groups).ok()?;
        Some(StudyCalibration {
            horizon,
            predicted: found.predicted,
            observed: found.observed,
            mean_error: found.mean_error,
            bins: found
                .bins
                .iter()
                .map(|bin| StudyBin {
                    n: bin.n,
                    predicted: bin.predicted,
                    observed: bin.observed,
                    ci_low: bin.interval.as_ref().map(|i| i.low),
                    ci_high: bin.interval.as_ref().map(|i| i.high),
                })
                .collect(),
        })
    });
}

/// Harrell's C over pairs of one stratum, and its error where there is one stratum only.
pub(super) fn within_strata(
    spells: &Spells,
    risk: &[f64],
    strata: Option<&Categories>,
) -> Result<(f64, Option<f64>), StatsError> {
    let Some(strata) = strata else {
        let found = concordance(spells, risk)?;
        return Ok((found.value, Some(found.se)));
    };
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); strata.levels.len()];
    for (row, &code) in (0u32..).zip(&strata.codes) {
        members[code as usize].push(row);
    }
    let (mut won, mut comparable) = (0.0, 0.0);
    for rows in members.iter().filter(|rows| !rows.is_empty()) {
        let part = Subset::new(spells, rows);
        let risk = taken(risk, rows);
        // A stratum without comparable customers adds none.
        if let Ok(Concordance {
            concordant,
            tied_risk,
            comparable: pairs,
            ..
        }) = concordance(&part.spells(), &risk)
        {
            won += concordant + tied_risk / 2.0;
            comparable += pairs;
        }
    }
    if comparable > 0.0 {
        Ok((won / comparable, None))
    } else {
        Err(StatsError::NoComparison)
    }
}
