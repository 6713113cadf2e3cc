//! Contracts that are renewed each period: shifted beta-geometric and beta-discrete-Weibull.

use holdfast_domain::bilingual;
use holdfast_report::model::lifetime::{Compared, LifetimeReport, Renewal, ScenarioSection};
use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::contract::{self, Contract, Counts, FittedContract, RegressedContract};
use holdfast_stats::lifetime::estimate::Estimate;
use holdfast_stats::lifetime::settings::FitSettings;
use holdfast_stats::lifetime::value::retention_scenario;

use super::contracts::Contracts;
use super::fees::{self, Worth};
use super::model::Model;
use super::narrative::better;
use super::options::LifetimeOptions;
use super::words::{count, money as amount, parameters, percent, time};
use crate::columns::design::Design;

/// Periods shown beyond the data.
const BEYOND: u32 = 12;
/// Periods shown at most.
const MOST_SHOWN: u32 = 240;
/// A period's discount rate of the expected residual lifetime when nothing else is said.
const DISCOUNT: f64 = 0.1;

/// What is known of each row.
pub struct Scores {
    /// Probability to renew the next time, of customers still there.
    pub renews: Vec<Option<Estimate>>,
    /// Discounted periods still to come.
    pub residual: Vec<Option<Estimate>>,
    /// Money, where the fee of a period is known.
    pub worth: Option<Worth>,
}

/// Fits and projects; fills the report.
///
/// # Errors
/// What the estimator says; indices are rows.
pub fn run(
    data: &Contracts,
    model: Contract,
    options: &LifetimeOptions,
    report: &mut LifetimeReport,
) -> Result<Scores, StatsError> {
    let rows = contract::Contracts {
        periods: &data.periods,
        lost: &data.lost,
        entry: None,
        weight: data.weight.as_deref(),
    };
    let counts = Counts::from_contracts(&rows)?;
    let settings = FitSettings {
        penalty: options.penalty,
    };
    let fit = |model| Fitted::new(&rows, &counts, &data.dropout, model, &settings);
    let Fitted { typical: fitted, own } = fit(model)?;
    let shown = own.as_ref().map_or(&fitted.parameters, |own| &own.parameters);
    report.parameters = parameters(shown);
    report.log_likelihood = fitted.log_likelihood;
    report.aic = aic(&fitted, &data.dropout);
    report.n = fitted.n;
    report.rows = data.periods.len() as u64;
    report.distinct = counts.at_risk.len() as u64;
    report.unit = bilingual!("期", "periods");
    report.comparison = [Contract::ShiftedBetaGeometric, Contract::BetaDiscreteWeibull]
        .into_iter()
        .map(|other| {
            let refit = if other == model {
                Some(fitted.clone())
            } else {
                fit(other).ok().map(|other| other.typical)
            };
            Compared {
                model: Model::Contract(other).code().to_owned(),
                log_likelihood: refit.as_ref().map(|f| f.log_likelihood),
                aic: refit.as_ref().map(|refit| aic(refit, &data.dropout)),
            }
        })
        .collect();
    let observed = counts.at_risk.len() as u32;
    let horizon = options.horizon.map_or(BEYOND, |h| h.round().clamp(1.0, 1200.0) as u32);
    report.horizon = f64::from(horizon);
    report.renewals = renewals(&fitted, &counts, (observed + horizon).min(MOST_SHOWN))?;
    let discount = options.discount.unwrap_or(DISCOUNT);
    report.totals.discount = Some(discount);
    report.totals.customers = fitted.n;
    let weight = |i: usize| data.weight.as_ref().map_or(1.0, |w| w[i]);
    let there: f64 = (0..data.lost.len()).filter(|&i| !data.lost[i]).map(weight).sum();
    report.totals.alive = there;

    let mut cache: Vec<Option<(Estimate, Estimate)>> = vec![None; observed as usize + 2];
    let mut scores = Scores {
        renews: Vec::with_capacity(data.lost.len()),
        residual: Vec::with_capacity(data.lost.len()),
        worth: None,
    };
    let mut to_come = 0.0;
    for (i, (&periods, &lost)) in data.periods.iter().zip(&data.lost).enumerate() {
        if lost {
            scores.renews.push(None);
            scores.residual.push(None);
            continue;
        }
        // Whole periods within the counts: they were made from the same rows.
        let survived = periods as usize;
        let known = cache.get(survived).filter(|_| own.is_none()).copied().flatten();
        let (renews, residual) = match known {
            Some(known) => known,
            None => {
                let customer = match &own {
                    Some(own) => &own.for_customer(&values(&data.dropout, i))?,
                    None => &fitted,
                };
                let found = (
                    customer.retention(survived as u32 + 1)?,
                    customer.residual_lifetime(survived as u32, discount)?,
                );
                if let Some(slot) = cache.get_mut(survived) {
                    *slot = Some(found);
                }
                found
            }
        };
        to_come += weight(i) * residual.value;
        scores.renews.push(Some(renews));
        scores.residual.push(Some(residual));
    }
    report.scenario = scenario(&fitted, discount);
    let (customers, lost, left) = (count(fitted.n), count(fitted.lost), count(there));
    let mean = if there > 0.0 { to_come / there } else { 0.0 };
    let rate = percent(discount);
    report.narrative = vec![
        bilingual!(
            "{customers} 个客户里 {lost} 个已离开，{left} 个还在。",
            "{lost} of {customers} customers have left, {left} are still there."
        ),
        bilingual!(
            "还在的客户平均还会留 {mean:.2} 期（每期按 {rate} 折现）。",
            "Those still there are expected to stay {mean:.2} more periods on average (discounted at {rate} a period)."
        ),
        bilingual!(
            "在这个模型里续约率随资历变化，是因为易走的先走、留下的更稳，不一定是同一个客户变得更忠诚。",
            "In this model renewal changes with tenure because those who leave easily leave first, not because a customer grows more loyal."
        ),
    ];
    if let Some((period, off)) = worst(&report.renewals) {
        let points = 100.0 * off;
        report.narrative.push(bilingual!(
            "注意：模型与数据不合，第 {period} 期末的留存相差 {points:.1} 个百分点；外推和价值要打折扣看。",
            "Note: the model does not fit well: after period {period} it is {points:.1} points off the data; take the projection and the values with care."
        ));
    }
    if let Some(fees) = &data.fee_minor {
        let margin = options.margin.unwrap_or(1.0);
        scores.worth = Some(fees::value(data, fees, &scores.residual, margin, &mut report.totals));
        let worth = amount(report.totals.residual_minor.unwrap_or(0));
        let share = percent(margin);
        report.narrative.push(bilingual!(
            "还在的客户未来值 {worth}（每期金额 × 折现后还会留的期数 × 毛利率 {share}）。",
            "Those still there are worth {worth} (fee of a period × discounted periods to come × a margin of {share})."
        ));
    }
    if let Some((other, gain)) = better(report) {
        report.narrative.push(bilingual!(
            "同一数据下 {other} 的 AIC 更低（低 {gain:.1}）：可加 --model {other} 再看。",
            "On the same data {other} has a lower AIC (by {gain:.1}): see what --model {other} says."
        ));
    }
    if let Some(next) = report.renewals.iter().find(|r| r.at_risk.is_none()) {
        let (period, share) = (time(f64::from(next.period)), percent(next.survival));
        report.narrative.push(bilingual!(
            "外推：到第 {period} 期末预计还剩 {share}。",
            "Beyond the data: {share} are expected to be there after period {period}."
        ));
    }
    Ok(scores)
}

/// A model of everybody, or of a customer whose covariates are at their means.
struct Fitted {
    typical: FittedContract,
    /// With covariates.
    own: Option<RegressedContract>,
}

impl Fitted {
    fn new(
        rows: &contract::Contracts<'_>,
        counts: &Counts,
        dropout: &Design,
        model: Contract,
        settings: &FitSettings,
    ) -> Result<Self, StatsError> {
        if dropout.columns.is_empty() {
            let typical = contract::fit(counts, model, settings)?;
            return Ok(Self { typical, own: None });
        }
        let covariates = Covariates {
            names: &dropout.names,
            columns: &dropout.slices(),
        };
        let own = contract::regress(rows, &covariates, model, settings)?;
        Ok(Self {
            typical: own.for_customer(&own.means)?,
            own: Some(own),
        })
    }
}

/// Covariates of a row.
fn values(design: &Design, row: usize) -> Vec<f64> {
    design.columns.iter().map(|column| column[row]).collect()
}

/// Akaike's criterion.
fn aic(fitted: &FittedContract, dropout: &Design) -> f64 {
    2.0 * (fitted.parameters.len() + dropout.columns.len()) as f64 - 2.0 * fitted.log_likelihood
}

/// A gap between model and data from which the reader is warned.
const NOTABLE_GAP: f64 = 0.03;

/// The period in which the share still there is furthest off the data, and by how much, where that is worth a warning.
fn worst(renewals: &[Renewal]) -> Option<(u32, f64)> {
    let gaps = renewals
        .iter()
        .filter_map(|r| Some((r.period, (r.observed? - r.survival).abs())));
    gaps.max_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|&(_, gap)| gap > NOTABLE_GAP)
}

fn renewals(fitted: &FittedContract, counts: &Counts, periods: u32) -> Result<Vec<Renewal>, StatsError> {
    let mut observed = 1.0;
    let rows = fitted.project(counts, periods)?;
    Ok(rows
        .iter()
        .map(|row| {
            let share = match (row.at_risk, row.lost) {
                (Some(at_risk), Some(lost)) if at_risk > 0.0 => {
                    observed *= 1.0 - lost / at_risk;
                    Some(observed)
                }
                _ => None,
            };
            Renewal {
                period: row.period,
                survival: row.survival.value,
                survival_low: row.survival.ci_low,
                survival_high: row.survival.ci_high,
                retention: row.retention.value,
                retention_low: row.retention.ci_low,
                retention_high: row.retention.ci_high,
                at_risk: row.at_risk,
                lost: row.lost,
                observed: share,
            }
        })
        .collect())
}

/// Expected discounted periods of a new customer when each renewal gains one point.
fn scenario(fitted: &FittedContract, discount: f64) -> Option<ScenarioSection> {
    let moved = retention_scenario(|period| fitted.model.retention(period), 0.01, discount).ok()?;
    Some(ScenarioSection {
        meaning: bilingual!(
            "每期续约率都提高 1 个百分点，一个新客户的期望折现期数",
            "with every renewal rate one point higher, a new customer's expected discounted periods"
        ),
        before: moved.before,
        after: moved.after,
        unit: bilingual!("期", "periods"),
    })
}
