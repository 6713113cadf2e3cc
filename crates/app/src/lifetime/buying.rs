//! Customers who may come back at any time: BG/NBD, MBG/NBD, Pareto/NBD.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_report::model::lifetime::{Compared, LifetimeReport, ScenarioSection};
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::fit::BuyingSettings;
use holdfast_stats::lifetime::buying::fitted::FittedBuying;
use holdfast_stats::lifetime::buying::law::BuyingLaw;
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::buying::residual::discounted_transactions;
use holdfast_stats::lifetime::estimate::Estimate;
use holdfast_stats::lifetime::settings::FitSettings;
use holdfast_stats::lifetime::value::dropout_scenario;

use super::base::Base;
use super::fitted_columns::Columns;
use super::forecast;
use super::model::Model;
use super::money::{self, Expected, Values};
use super::narrative::narrative;
use super::options::LifetimeOptions;
use super::total::{Forecast, relative_error};
use super::words::{percent, positive_parameters, time};
use crate::progress::Progress;

/// Different histories beyond which Pareto/NBD, which is slow, is not fitted for comparison only.
const MOST_COMPARED: usize = 20_000;
/// Share of the observed time that is forecast when nothing else is said.
const HOLDOUT_SHARE: f64 = 0.25;

/// What is known of each customer, in the order of the base.
pub struct Scores {
    /// Probability to be still there.
    pub p_alive: Vec<Estimate>,
    /// Purchases within the horizon.
    pub purchases: Vec<Estimate>,
    /// Money.
    pub values: Option<Values>,
}

/// Fits, scores and values; fills the report.
///
/// # Errors
/// What the estimators say; indices are rows of the base.
pub fn run(
    base: &Base,
    model: Buying,
    options: &LifetimeOptions,
    report: &mut LifetimeReport,
    progress: &dyn Progress,
) -> Result<Scores, StatsError> {
    progress.phase(bilingual!("拟合购买模型", "fitting the purchase model"));
    let settings = BuyingSettings {
        penalty: options.penalty,
    };
    let horizon = horizon(base, options);
    let Fitted {
        fitted,
        seen,
        columns,
        p_alive,
        purchases,
    } = fit_and_score(base, model, &settings, horizon)?;
    report.parameters = positive_parameters(&fitted.parameters, model.parameter_names().len());
    report.log_likelihood = fitted.log_likelihood;
    report.aic = 2.0 * fitted.parameters.len() as f64 - 2.0 * fitted.log_likelihood;
    report.n = fitted.n;
    report.rows = seen.len() as u64;
    report.distinct = fitted.distinct as u64;
    report.comparison = compare(&columns, model, &fitted, &settings);
    report.horizon = horizon;
    let discounted = match options.discount {
        Some(rate) => Some(discounted(base, &columns, &seen, &fitted, rate, horizon)?),
        None => None,
    };
    let expected = Expected {
        p_alive: &p_alive,
        purchases: &purchases,
        discounted: discounted.as_deref(),
    };
    let margin = options.margin.unwrap_or(1.0);
    let spend_settings = FitSettings {
        penalty: options.penalty,
    };
    let values = match &base.money {
        Some(spent) => Some(money::value(base, spent, &expected, margin, &spend_settings)?),
        None => None,
    };
    let forecast = Forecast {
        base,
        columns: &columns,
        seen: &seen,
        fitted: &fitted,
        purchases: &purchases,
        horizon,
    };
    // Money is summed where a row is a customer.
    let error = values
        .as_ref()
        .filter(|_| base.weight.is_none())
        .and_then(|values| relative_error(&forecast, values, margin).ok());
    let (known, discount, seed) = (values.as_ref(), options.discount, options.seed);
    report.totals = money::totals(base, &expected, known, error, margin, discount, seed)?;
    if let Some(values) = &values {
        report.spend = values.fitted.as_ref().map(|(_, model)| model.clone());
        report.notes.extend(values.note.clone());
        report.pareto.clone_from(&values.pareto);
        report.grid.clone_from(&values.grid);
    }
    let law = fitted.law()?;
    report.scenario = scenario(
        model,
        &law,
        horizon,
        values.as_ref().map(|v| mean(&v.spend) * margin),
        &report.unit,
    )?;
    look_back(base, model, &law, &settings, options, report, progress)?;
    report.narrative = narrative(report, base);
    Ok(Scores {
        p_alive,
        purchases,
        values,
    })
}

/// A fitted model and what it says of every customer of the base.
pub struct Fitted {
    /// The model.
    pub fitted: FittedBuying,
    /// Customers that were fitted.
    seen: Vec<usize>,
    columns: Columns,
    /// Probability to be still there.
    pub p_alive: Vec<Estimate>,
    /// Purchases within the horizon.
    pub purchases: Vec<Estimate>,
}

/// Fits a model and scores every customer.
///
/// # Errors
/// What the estimator says; indices are rows of the base.
pub fn fit_and_score(
    base: &Base,
    model: Buying,
    settings: &BuyingSettings,
    horizon: f64,
) -> Result<Fitted, StatsError> {
    // In an event log a customer of the last day has not been observed for any time: nothing to fit, but to score.
    let seen: Vec<usize> = match base.log {
        Some(_) => (0..base.len()).filter(|&i| base.age[i] > 0.0).collect(),
        None => (0..base.len()).collect(),
    };
    let columns = Columns::of(base, &seen);
    let fitted = columns.fit(model, settings)?;
    let (p_alive, purchases) = score(base, &seen, &columns, &fitted, horizon)?;
    Ok(Fitted {
        fitted,
        seen,
        columns,
        p_alive,
        purchases,
    })
}

/// Time ahead: a year, or as long as customers were observed where the unit is not known.
fn horizon(base: &Base, options: &LifetimeOptions) -> f64 {
    options.horizon.unwrap_or_else(|| match base.unit {
        Some(unit) => unit.per_year(),
        None => base.age.iter().copied().fold(0.0, f64::max),
    })
}

fn compare(columns: &Columns, model: Buying, fitted: &FittedBuying, settings: &BuyingSettings) -> Vec<Compared> {
    [Buying::BgNbd, Buying::MbgNbd, Buying::ParetoNbd]
        .into_iter()
        .filter(|&other| other != Buying::ParetoNbd || other == model || fitted.distinct <= MOST_COMPARED)
        .map(|other| {
            let log_likelihood = if other == model {
                Some(fitted.log_likelihood)
            } else {
                columns.fit(other, settings).ok().map(|fitted| fitted.log_likelihood)
            };
            Compared {
                model: Model::Buying(other).code().to_owned(),
                log_likelihood,
                aic: log_likelihood.map(|ll| 2.0 * fitted.parameters.len() as f64 - 2.0 * ll),
            }
        })
        .collect()
}

/// P(alive) and expected purchases of every customer of the base.
fn score(
    base: &Base,
    seen: &[usize],
    columns: &Columns,
    fitted: &FittedBuying,
    horizon: f64,
) -> Result<(Vec<Estimate>, Vec<Estimate>), StatsError> {
    let scores = columns.score(fitted, horizon)?;
    if seen.len() == base.len() {
        return Ok((scores.p_alive, scores.expected_purchases));
    }
    let new = Estimate {
        value: 1.0,
        se: 0.0,
        ci_low: 1.0,
        ci_high: 1.0,
    };
    let mut p_alive = vec![new; base.len()];
    let mut purchases = vec![fitted.law()?.expected_purchases_with_interval(horizon)?; base.len()];
    for (k, &i) in seen.iter().enumerate() {
        p_alive[i] = scores.p_alive[k];
        purchases[i] = scores.expected_purchases[k];
    }
    Ok((p_alive, purchases))
}

/// Discounted purchases without an end. Customers of the last day have no residual beyond the horizon's expectation.
fn discounted(
    base: &Base,
    columns: &Columns,
    seen: &[usize],
    fitted: &FittedBuying,
    rate: f64,
    horizon: f64,
) -> Result<Vec<f64>, StatsError> {
    let periods = base.unit.map_or(1.0, |unit| unit.per_year());
    let continuous = rate.ln_1p() / periods;
    let mut residual = vec![fitted.law()?.expected_purchases(horizon)?; base.len()];
    let values = columns
        .with_covariates(|covariates| discounted_transactions(fitted, &columns.histories(), covariates, continuous))?;
    for (&i, value) in seen.iter().zip(values) {
        residual[i] = value;
    }
    Ok(residual)
}

/// Value of a new customer when one point fewer leave after a purchase; Pareto/NBD has no such share.
fn scenario(
    model: Buying,
    law: &BuyingLaw,
    horizon: f64,
    worth: Option<f64>,
    unit: &Bilingual,
) -> Result<Option<ScenarioSection>, StatsError> {
    if model == Buying::ParetoNbd {
        return Ok(None);
    }
    let [r, alpha, a, b] = law.parameters();
    let each = worth.unwrap_or(1.0);
    let moved = dropout_scenario(a, b, 0.01, |a, b| {
        Ok(BuyingLaw::known(model, [r, alpha, a, b])?.expected_purchases(horizon)? * each)
    });
    let Ok(moved) = moved else { return Ok(None) };
    let share = percent(a / (a + b));
    let ahead = time(horizon);
    let (zh, en) = (&unit.zh, &unit.en);
    Ok(Some(ScenarioSection {
        meaning: bilingual!(
            "平均每次购买后有 {share} 的客户离开；少走 1 个百分点，一个新客户未来 {ahead} {zh}的期望",
            "{share} of customers leave after a purchase on average; with one point fewer, a new customer's expectation over {ahead} {en}"
        ),
        before: moved.before,
        after: moved.after,
        unit: match worth {
            Some(_) => bilingual!("金额", "money"),
            None => bilingual!("次复购", "repeat purchases"),
        },
    }))
}

/// Tracking, day table and the forecast of the last part of an event log.
fn look_back(
    base: &Base,
    model: Buying,
    law: &BuyingLaw,
    settings: &BuyingSettings,
    options: &LifetimeOptions,
    report: &mut LifetimeReport,
    progress: &dyn Progress,
) -> Result<(), StatsError> {
    let (Some(log), Some(unit)) = (&base.log, base.unit) else {
        return Ok(());
    };
    progress.phase(bilingual!("与实际对照", "comparing with what happened"));
    report.tracking = forecast::tracking(log, law, unit.days())?;
    report.days = forecast::days(log)?;
    let span = f64::from(log.last - log.first) / unit.days();
    let length = options.holdout.unwrap_or((span * HOLDOUT_SHARE).floor());
    if length <= 0.0 {
        return Ok(());
    }
    let (zh, en) = (report.unit.zh.clone(), report.unit.en.clone());
    match forecast::holdout(log, model, settings, length, unit.days()) {
        Ok(holdout) => report.holdout = Some(holdout),
        Err(error) => report.notes.push(bilingual!(
            "没有做留出检验：除去最后 {time} {zh}后历史太短（{error}）",
            "no forecast was checked: without the last {time} {en} too little is left to fit ({error})",
            time = time(length)
        )),
    }
    Ok(())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
