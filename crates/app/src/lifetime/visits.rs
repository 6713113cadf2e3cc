//! Customers who come to fixed opportunities: BG/BB.

use holdfast_domain::bilingual;
use holdfast_report::model::lifetime::LifetimeReport;
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::estimate::Estimate;
use holdfast_stats::lifetime::settings::FitSettings;
use holdfast_stats::lifetime::visits::{self, History};

use super::options::LifetimeOptions;
use super::summary::Visits;
use super::words::{count, parameters, percent, time};

/// Opportunities ahead when nothing else is said.
const AHEAD: f64 = 5.0;

/// What is known of each row.
pub struct Scores {
    /// Probability to be still there at the last opportunity.
    pub p_alive: Vec<Estimate>,
    /// Visits within the opportunities ahead.
    pub expected: Vec<Estimate>,
    /// Discounted visits without an end.
    pub residual: Option<Vec<f64>>,
}

/// Fits and scores; fills the report.
///
/// # Errors
/// What the estimator says; indices are rows.
pub fn run(data: &Visits, options: &LifetimeOptions, report: &mut LifetimeReport) -> Result<Scores, StatsError> {
    let columns = visits::Visits {
        frequency: &data.frequency,
        recency: &data.recency,
        opportunities: &data.opportunities,
        weight: data.weight.as_deref(),
    };
    let fitted = visits::fit(
        &columns,
        &FitSettings {
            penalty: options.penalty,
        },
    )?;
    report.parameters = parameters(&fitted.parameters);
    report.log_likelihood = fitted.log_likelihood;
    report.aic = 2.0 * fitted.parameters.len() as f64 - 2.0 * fitted.log_likelihood;
    report.n = fitted.n;
    report.rows = data.frequency.len() as u64;
    report.distinct = fitted.distinct as u64;
    let ahead = options.horizon.unwrap_or(AHEAD).round().clamp(1.0, 1e6);
    report.horizon = ahead;
    report.unit = bilingual!("次机会", "opportunities");
    let mut scores = Scores {
        p_alive: Vec::with_capacity(data.frequency.len()),
        expected: Vec::with_capacity(data.frequency.len()),
        residual: options.discount.map(|_| Vec::new()),
    };
    let (mut alive, mut expected) = (0.0, 0.0);
    for i in 0..data.frequency.len() {
        // Whole numbers within the range: the fit has refused others.
        let history = History {
            frequency: data.frequency[i] as u32,
            recency: data.recency[i] as u32,
            opportunities: data.opportunities[i] as u32,
        };
        let weight = data.weight.as_ref().map_or(1.0, |w| w[i]);
        let p = fitted.p_alive(&history, 0)?;
        let visits = fitted.expected_visits(&history, ahead as u32)?;
        alive += weight * p.value;
        expected += weight * visits.value;
        scores.p_alive.push(p);
        scores.expected.push(visits);
        if let (Some(rate), Some(residual)) = (options.discount, scores.residual.as_mut()) {
            residual.push(fitted.discounted_residual_visits(&history, rate)?.value);
        }
    }
    report.totals.customers = fitted.n;
    report.totals.alive = alive;
    report.totals.expected_purchases = Some(expected);
    report.totals.discount = options.discount;
    let (customers, there) = (count(fitted.n), count(alive));
    let share = percent(alive / fitted.n.max(1.0));
    let (visits, ahead) = (count(expected), time(ahead));
    report.narrative = vec![
        bilingual!(
            "按 BG/BB，{customers} 个客户里预计还有 {there} 个（{share}）没有离开。",
            "BG/BB expects {there} of {customers} customers ({share}) to be still there."
        ),
        bilingual!(
            "未来 {ahead} 次机会里预计来 {visits} 次。",
            "Over the next {ahead} opportunities {visits} visits are expected."
        ),
    ];
    Ok(scores)
}
