//! Discrete-time hazard: the probability of churn in each period, given that the customer is still there.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_report::model::survival_study::{PieceRow, SurvivalStudy};
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::discrete::{DiscreteData, DiscreteSettings, FittedDiscrete, fit as fit_discrete};

use super::ahead::ahead;
use super::observe::Observed;
use super::outcome::{ODDS, Predictions, by_row, rows};
use crate::error::AppError;

/// Periods are counted; more than this is time that should be in a larger unit.
const MOST_PERIODS: f64 = 10_000.0;

/// Fits and predicts.
pub(super) fn fit(observed: &Observed, times: &[f64], study: &mut SurvivalStudy) -> Result<Predictions, AppError> {
    let options = observed.options;
    let periods = whole(observed, &observed.exit, &options.duration, 1.0)?;
    let entry = match (&observed.entry, &options.entry) {
        (Some(entry), Some(name)) => Some(whole(observed, entry, name, 0.0)?),
        _ => None,
    };
    let columns = observed.design.slices();
    let covariates = observed.covariates(&columns);
    let data = DiscreteData {
        periods: &periods,
        entry: entry.as_deref(),
        event: &observed.event,
        covariates,
        weight: observed.weight.as_deref(),
    };
    let settings = DiscreteSettings {
        ridge: options.penalty,
        ..DiscreteSettings::default()
    };
    let fitted = fit_discrete(&data, &settings).map_err(|e| observed.refuse(e))?;
    study.coefficients = rows(&fitted.coefficients, columns.len(), ODDS);
    study.pieces = fitted
        .baseline
        .iter()
        .map(|piece| PieceRow {
            from: f64::from(piece.first),
            to: Some(f64::from(piece.last)),
            events: piece.events,
            exposure: piece.at_risk,
            hazard: piece.hazard,
        })
        .collect();
    study.log_likelihood = Some(fitted.log_likelihood);
    study.aic = Some(fitted.aic);
    study.iterations = Some(fitted.iterations);
    let risk = fitted.linear_predictors(&covariates).map_err(|e| observed.refuse(e))?;
    let risk = by_row(risk, periods.len(), || 0.0);
    predict(observed, &fitted, risk, times).map_err(|e| observed.refuse(e))
}

/// Numbers of periods.
fn whole(observed: &Observed, values: &[f64], column: &str, least: f64) -> Result<Vec<u32>, AppError> {
    let fits = |v: f64| v.fract() == 0.0 && (least..=MOST_PERIODS).contains(&v);
    match values.iter().position(|&v| !fits(v)) {
        None => Ok(values.iter().map(|&v| v as u32).collect()),
        Some(i) => {
            let mut refusal = Refusal::new(
                "not-a-period",
                bilingual!(
                    "离散时间模型要求整数个时期（{least} 到 {MOST_PERIODS}）",
                    "the discrete model needs a whole number of periods, {least} to {MOST_PERIODS}"
                ),
                bilingual!(
                    "把时长换算成整月或整周，去掉这一行，或换一个模型",
                    "turn durations into whole months or weeks, leave the row out, or choose another model"
                ),
            )
            .in_column(column)
            .with_value(&values[i].to_string());
            refusal.row = observed.picked.row_number(i);
            Err(observed.picked.in_file(refusal).into())
        }
    }
}

fn predict(
    observed: &Observed,
    fitted: &FittedDiscrete,
    risk: Vec<f64>,
    times: &[f64],
) -> Result<Predictions, StatsError> {
    let share = |risk: f64, t: f64| -> Option<f64> {
        let period = t.clamp(0.0, MOST_PERIODS).floor() as u32;
        if period == 0 {
            Some(1.0)
        } else {
            fitted.survival(risk, period)
        }
    };
    let at = |&t: &f64| risk.iter().map(|&risk| share(risk, t)).collect();
    let span = times.last().copied().unwrap_or_default();
    Ok(Predictions {
        survival: times.iter().map(at).collect(),
        median: risk.iter().map(|&r| fitted.median(r).map(f64::from)).collect(),
        next: ahead(observed, span, |row, t| Ok(share(risk[row], t)))?,
        risk,
    })
}
