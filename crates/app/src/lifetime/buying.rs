//! Customers who may come back at any time: BG/NBD, MBG/NBD, Pareto/NBD.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_report::model::lifetime::{Compared, LifetimeReport, ScenarioSection};
use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::covariates::BuyingCovariates;
use holdfast_stats::lifetime::buying::fit::{BuyingSettings, fit};
use holdfast_stats::lifetime::buying::fitted::FittedBuying;
use holdfast_stats::lifetime::buying::histories::Histories;
use holdfast_stats::lifetime::buying::law::{BuyingLaw, Estimate};
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::buying::score::score_with_intervals;
use holdfast_stats::lifetime::value::dropout_scenario;
use rayon::prelude::*;

use super::base::Base;
use super::forecast;
use super::model::Model;
use super::money::{self, Expected, Values};
use super::options::LifetimeOptions;
use super::words::{count, money as amount, parameters, percent, time};
use crate::columns::design::Design;
use crate::progress::Progress;

/// Different histories beyond which the other models are not fitted for comparison only.
const MOST_COMPARED: usize = 200_000;
/// Share of the observed time that is forecast when nothing else is said.
const HOLDOUT_SHARE: f64 = 0.25;
/// A correlation of frequency and spend from which the value needs a caution.
const NOTABLE_CORRELATION: f64 = 0.2;

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
    report.parameters = parameters(&fitted.parameters);
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
    let values = match &base.money {
        Some(spent) => match money::value(base, spent, &expected, margin) {
            Ok(values) => Some(values),
            Err(error) if is_about_the_model(&error) => {
                report.notes.push(bilingual!(
                    "没有算价值：Gamma–Gamma 金额模型拟合不了（{error}）",
                    "no values: Gamma–Gamma, the model of spend, could not be fitted ({error})"
                ));
                None
            }
            Err(error) => return Err(error),
        },
        None => None,
    };
    report.totals = money::totals(base, &expected, values.as_ref(), margin, options.discount, options.seed)?;
    if let Some(values) = &values {
        report.spend = Some(values.model.clone());
        report.pareto.clone_from(&values.pareto);
        report.grid.clone_from(&values.grid);
    }
    let law = fitted.law()?;
    report.scenario = scenario(
        model,
        &law,
        horizon,
        values.as_ref().map(|v| v.model.mean * margin),
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

/// Whether the spend of these customers has no such model, rather than a row being wrong.
fn is_about_the_model(error: &StatsError) -> bool {
    matches!(
        error,
        StatsError::NoMaximum { .. }
            | StatsError::NoConvergence { .. }
            | StatsError::OutOfRange { .. }
            | StatsError::TooFew { .. }
            | StatsError::NoSpread { .. }
    )
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

/// Columns of the customers that are fitted.
struct Columns {
    frequency: Vec<f64>,
    recency: Vec<f64>,
    age: Vec<f64>,
    weight: Option<Vec<f64>>,
    purchase: Design,
    dropout: Design,
}

impl Columns {
    fn of(base: &Base, seen: &[usize]) -> Self {
        let pick = |column: &[f64]| -> Vec<f64> { seen.iter().map(|&i| column[i]).collect() };
        let design = |design: &Design| Design {
            names: design.names.clone(),
            bases: design.bases.clone(),
            columns: design.columns.iter().map(|column| pick(column)).collect(),
        };
        Self {
            frequency: pick(&base.frequency),
            recency: pick(&base.recency),
            age: pick(&base.age),
            weight: base.weight.as_deref().map(pick),
            purchase: design(&base.purchase),
            dropout: design(&base.dropout),
        }
    }

    fn histories(&self) -> Histories<'_> {
        Histories {
            frequency: &self.frequency,
            recency: &self.recency,
            age: &self.age,
            weight: self.weight.as_deref(),
        }
    }

    /// Calls with the covariates, which borrow lists of slices.
    fn with_covariates<T>(&self, call: impl FnOnce(&BuyingCovariates<'_>) -> T) -> T {
        let (purchase, dropout) = (self.purchase.slices(), self.dropout.slices());
        call(&BuyingCovariates {
            purchase: Covariates {
                names: &self.purchase.names,
                columns: &purchase,
            },
            dropout: Covariates {
                names: &self.dropout.names,
                columns: &dropout,
            },
        })
    }

    fn fit(&self, model: Buying, settings: &BuyingSettings) -> Result<FittedBuying, StatsError> {
        self.with_covariates(|covariates| fit(&self.histories(), covariates, model, settings))
    }

    /// The law of customer `i` of these columns.
    fn law(&self, fitted: &FittedBuying, i: usize) -> Result<BuyingLaw, StatsError> {
        let row = |design: &Design| -> Vec<f64> { design.columns.iter().map(|column| column[i]).collect() };
        fitted.law_for(&row(&self.purchase), &row(&self.dropout))
    }
}

/// Time ahead: a year, or as long as customers were observed where the unit is not known.
fn horizon(base: &Base, options: &LifetimeOptions) -> f64 {
    options.horizon.unwrap_or_else(|| match base.unit {
        Some(unit) => unit.per_year(),
        None => base.age.iter().copied().fold(0.0, f64::max),
    })
}

fn compare(columns: &Columns, model: Buying, fitted: &FittedBuying, settings: &BuyingSettings) -> Vec<Compared> {
    if fitted.distinct > MOST_COMPARED {
        return Vec::new();
    }
    [Buying::BgNbd, Buying::MbgNbd, Buying::ParetoNbd]
        .into_iter()
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
    let scores = columns
        .with_covariates(|covariates| score_with_intervals(fitted, &columns.histories(), covariates, horizon))?;
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
    // Many customers share a history: each different one is summed once.
    let key = |k: usize| [columns.frequency[k], columns.recency[k], columns.age[k]];
    let plain = columns.purchase.columns.is_empty() && columns.dropout.columns.is_empty();
    let mut order: Vec<usize> = (0..seen.len()).collect();
    if plain {
        order.sort_unstable_by(|&a, &b| {
            let (a, b) = (key(a), key(b));
            (a[0].total_cmp(&b[0]))
                .then(a[1].total_cmp(&b[1]))
                .then(a[2].total_cmp(&b[2]))
        });
    }
    let alike: Vec<&[usize]> = order.chunk_by(|&a, &b| plain && key(a) == key(b)).collect();
    let values: Vec<f64> = alike
        .par_iter()
        .map(|group| {
            let [x, t_x, age] = key(group[0]);
            let law = columns.law(fitted, group[0])?;
            law.discounted_expected_transactions(continuous, x, t_x, age)
        })
        .collect::<Result<_, StatsError>>()?;
    for (group, value) in alike.iter().zip(values) {
        for &k in *group {
            residual[seen[k]] = value;
        }
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

fn narrative(report: &LifetimeReport, base: &Base) -> Vec<Bilingual> {
    let mut out = Vec::new();
    let totals = &report.totals;
    let (unit_zh, unit_en) = (&report.unit.zh, &report.unit.en);
    let (customers, alive) = (count(totals.customers), count(totals.alive));
    let share = percent(totals.alive / totals.customers.max(1.0));
    let name = &report.model_name;
    out.push(bilingual!(
        "按 {name}，{customers} 个客户里预计还有 {alive} 个（{share}）没有离开。",
        "{name} expects {alive} of {customers} customers ({share}) to be still there."
    ));
    let ahead = time(report.horizon);
    if let Some(purchases) = totals.expected_purchases {
        let purchases = count(purchases);
        out.push(match (totals.potential_minor, totals.potential_low_minor, totals.potential_high_minor) {
            (Some(value), Some(low), Some(high)) => {
                let (value, low, high) = (amount(value), amount(low), amount(high));
                bilingual!(
                    "未来 {ahead} {unit_zh}预计再买 {purchases} 次，价值 {value}（95% 区间 {low}–{high}，客户自助抽样，不含参数误差）。",
                    "Over the next {ahead} {unit_en} they are expected to buy {purchases} times, worth {value} (95 % interval {low}–{high}: bootstrap over customers, parameters held)."
                )
            }
            _ => bilingual!(
                "未来 {ahead} {unit_zh}预计再买 {purchases} 次。",
                "Over the next {ahead} {unit_en} they are expected to buy {purchases} times."
            ),
        });
    }
    if let Some(money) = &base.money {
        out.push(money::definition(money, &ahead, &report.unit, totals.margin));
    }
    if let Some(holdout) = &report.holdout {
        let length = time(holdout.length);
        let (expected, actual) = (count(holdout.expected), count(holdout.actual));
        let off = percent((holdout.expected / holdout.actual.max(1.0) - 1.0).abs());
        let (error, naive) = (holdout.mean_absolute_error, holdout.naive_absolute_error);
        out.push(bilingual!(
            "检验：不看最后 {length} {unit_zh}去拟合，预计购买 {expected} 次，实际 {actual} 次（相差 {off}）；平均每人误差 {error:.2} 次，照过去速度外推为 {naive:.2} 次。",
            "Checked: fitted without the last {length} {unit_en}, {expected} purchases were expected there and {actual} made ({off} off); the mean error a customer is {error:.2}, against {naive:.2} when everybody goes on at their past rate."
        ));
    }
    if let Some((other, gain)) = better(report) {
        out.push(bilingual!(
            "同一数据下 {other} 的 AIC 更低（低 {gain:.1}）：可加 --model {other} 再看。",
            "On the same data {other} has a lower AIC (by {gain:.1}): see what --model {other} says."
        ));
    }
    if let Some(pareto) = &report.pareto {
        let top = percent(pareto.top_fifth);
        out.push(bilingual!(
            "至今毛利最高的五分之一客户占 {top}。",
            "The best fifth of customers holds {top} of the margin so far."
        ));
    }
    if let Some(r) = report
        .spend
        .as_ref()
        .and_then(|s| s.correlation)
        .filter(|r| r.abs() > NOTABLE_CORRELATION)
    {
        out.push(bilingual!(
            "注意：购买频次与每次金额相关（r = {r:.2}），而 Gamma–Gamma 假设二者无关，价值可能偏差。",
            "Note: how often and how much customers buy are correlated (r = {r:.2}); Gamma–Gamma takes them to be unrelated, so values may be off."
        ));
    }
    out
}

/// Another model of the family with a clearly lower AIC, and by how much.
fn better(report: &LifetimeReport) -> Option<(String, f64)> {
    let best = report
        .comparison
        .iter()
        .filter_map(|other| Some((other.model.clone(), report.aic - other.aic?)))
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best.1 > 2.0).then_some(best)
}
