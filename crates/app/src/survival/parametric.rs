//! Accelerated failure time and mixture cure models.

use holdfast_domain::bilingual;
use holdfast_report::model::survival_study::SurvivalStudy;
use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::parametric::{
    AftSettings, Censored, Family, FittedAft, FittedCure, fit_aft, fit_cure as fit_cure_model,
};

use super::ahead::ahead;
use super::observe::Observed;
use super::options::Model;
use super::outcome::{ODDS, Predictions, TIME, by_row, rows};
use crate::error::AppError;

/// Accelerated failure time: how columns stretch the time until churn.
pub(super) fn fit(observed: &Observed, times: &[f64], study: &mut SurvivalStudy) -> Result<Predictions, AppError> {
    let columns = observed.design.slices();
    let covariates = observed.covariates(&columns);
    let mut upper = Vec::new();
    let data = match &observed.upper {
        Some(upper) => Censored {
            lower: &observed.exit,
            upper,
            entry: observed.entry.as_deref(),
            weight: observed.weight.as_deref(),
        },
        None => Censored::from_spells(&observed.spells(), &mut upper).map_err(|e| observed.refuse(e))?,
    };
    let settings = AftSettings {
        ridge: observed.options.penalty,
    };
    let fitted =
        fit_aft(&data, &covariates, family(observed.options.chosen()), &settings).map_err(|e| observed.refuse(e))?;
    study.coefficients = rows(&fitted.coefficients, columns.len(), TIME);
    study.log_likelihood = Some(fitted.log_likelihood);
    study.aic = Some(fitted.aic);
    study.iterations = Some(fitted.evaluations);
    predict(observed, &fitted, &covariates, times).map_err(|e| observed.refuse(e))
}

fn family(model: Model) -> Family {
    match model {
        Model::LogNormalAft => Family::LogNormal,
        Model::LogLogisticAft => Family::LogLogistic,
        Model::GammaAft => Family::GeneralisedGamma,
        _ => Family::Weibull,
    }
}

fn predict(
    observed: &Observed,
    fitted: &FittedAft,
    covariates: &Covariates,
    times: &[f64],
) -> Result<Predictions, StatsError> {
    let count = observed.exit.len();
    let location = by_row(fitted.location_of(covariates)?, count, || 0.0);
    let survival = times
        .iter()
        .map(|&t| {
            let alike = fitted.survival_at(&row_of(observed, 0), t)?.value;
            let shares = by_row(fitted.survival_of(covariates, t)?, count, || alike);
            Ok(shares.into_iter().map(Some).collect())
        })
        .collect::<Result<Vec<_>, StatsError>>()?;
    // All customers have the same distribution but for its scale, so that one median gives all.
    let first = fitted.median(&row_of(observed, 0))?.value;
    let base = location.first().copied().unwrap_or(0.0);
    let median = |l: &f64| Some(first * (l - base).exp()).filter(|m| m.is_finite());
    let span = times.last().copied().unwrap_or_default();
    let next = ahead(observed, span, |row, t| {
        Ok(Some(fitted.survival_at(&row_of(observed, row), t)?.value))
    })?;
    Ok(Predictions {
        next,
        median: location.iter().map(median).collect(),
        risk: location.iter().map(|l| -l).collect(),
        survival,
    })
}

fn row_of(observed: &Observed, row: usize) -> Vec<f64> {
    observed.design.columns.iter().map(|column| column[row]).collect()
}

/// Weibull mixture cure: some never leave; the columns act on whether and on when.
pub(super) fn fit_cure(observed: &Observed, times: &[f64], study: &mut SurvivalStudy) -> Result<Predictions, AppError> {
    let columns = observed.design.slices();
    let covariates = observed.covariates(&columns);
    let mut upper = Vec::new();
    let data = Censored::from_spells(&observed.spells(), &mut upper).map_err(|e| observed.refuse(e))?;
    let settings = AftSettings {
        ridge: observed.options.penalty,
    };
    let fitted =
        fit_cure_model(&data, &covariates, &covariates, Family::Weibull, &settings).map_err(|e| observed.refuse(e))?;
    study.coefficients = rows(&fitted.incidence, columns.len(), ODDS);
    study
        .coefficients
        .iter_mut()
        .for_each(|c| c.name = format!("leaves: {}", c.name));
    let mut latency = rows(&fitted.latency, columns.len(), TIME);
    latency.iter_mut().for_each(|c| c.name = format!("when: {}", c.name));
    study.coefficients.append(&mut latency);
    study.log_likelihood = Some(fitted.log_likelihood);
    study.aic = Some(fitted.aic);
    study.iterations = Some(fitted.evaluations);
    study.cure_share = Some(fitted.cure_share);
    let share = format!("{:.1}", fitted.cure_share * 100.0);
    study.findings.push(bilingual!(
        "估计 {share}% 的客户永远不会流失",
        "An estimated {share}% of customers never leave"
    ));
    if !fitted.follow_up.sufficient {
        study.notes.push(bilingual!(
            "观察得不够久，分不清“永不流失”和“还没流失”：该比例不可靠（Maller–Zhou 检验）",
            "Observation is too short to tell \"never leaves\" from \"has not left yet\": the share is not reliable (Maller–Zhou test)"
        ));
    }
    predict_cure(observed, &fitted, times).map_err(|e| observed.refuse(e))
}

fn predict_cure(observed: &Observed, fitted: &FittedCure, times: &[f64]) -> Result<Predictions, StatsError> {
    let rows: Vec<Vec<f64>> = (0..observed.exit.len()).map(|row| row_of(observed, row)).collect();
    let at = |t: f64| -> Result<Vec<f64>, StatsError> {
        rows.iter()
            .map(|row| Ok(fitted.survival_at(row, row, t)?.value))
            .collect()
    };
    let columns = times.iter().map(|&t| at(t)).collect::<Result<Vec<_>, StatsError>>()?;
    let horizon = columns.last().cloned().unwrap_or_default();
    let span = times.last().copied().unwrap_or_default();
    let next = ahead(observed, span, |row, t| {
        Ok(Some(fitted.survival_at(&rows[row], &rows[row], t)?.value))
    })?;
    Ok(Predictions {
        next,
        risk: horizon.iter().map(|s| 1.0 - s).collect(),
        survival: columns.into_iter().map(|c| c.into_iter().map(Some).collect()).collect(),
        median: Vec::new(),
    })
}
