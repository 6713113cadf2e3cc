//! What the customers of an event log are still worth, for the churn report.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_engine::features::history::History;
use holdfast_report::model::lifetime::{LifetimeSection, NamedEstimate};
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::fit::BuyingSettings;
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::settings::FitSettings;

use super::base::Base;
use super::buying::{Fitted, fit_and_score};
use super::events::{purchase_days, spent};
use super::forecast;
use super::money::{Expected, value};
use super::options::Unit;
use crate::columns::design::Design;

/// Days ahead that customers are valued over.
pub const HORIZON_DAYS: u32 = 365;
/// Share of the history that is forecast and compared.
const HOLDOUT_SHARE: f64 = 0.25;

/// What is known of each customer of a history, by customer number; `NaN` and 0 without a purchase.
pub struct Residual {
    /// The section of the report.
    pub section: LifetimeSection,
    /// Probability to be still there.
    pub p_alive: Vec<f64>,
    /// Purchases expected within the horizon.
    pub purchases: Vec<f64>,
    /// Their value in minor units; none where money is not known.
    pub value_minor: Option<Vec<i64>>,
}

/// Fits BG/NBD and its modified form to all purchases before the day `end`, takes the likelier, and values every customer
/// over the next 365 days.
///
/// # Errors
/// Why no model could be fitted, e.g. nobody bought twice.
pub fn of_history(history: &History, end: i32, source: Option<&str>) -> Result<Residual, StatsError> {
    let log = purchase_days(history, end - 1).ok_or(StatsError::Empty)?;
    let histories = log.histories(log.last, 1.0);
    let money = source.map(|source| spent(history, &histories, log.last, source.to_owned()));
    let base = Base {
        ids: Vec::new(),
        frequency: histories.frequency,
        recency: histories.recency,
        age: histories.age,
        weight: None,
        money,
        purchase: Design::default(),
        dropout: Design::default(),
        log: Some(log),
        unit: Some(Unit::Day),
        notes: Vec::new(),
    };
    let settings = BuyingSettings { penalty: 0.0 };
    let horizon = f64::from(HORIZON_DAYS);
    // The two differ in whether customers may leave right after the first purchase; the data say which is likelier.
    let fitted = [Buying::BgNbd, Buying::MbgNbd].map(|model| (model, fit_and_score(&base, model, &settings, horizon)));
    let [first, second] = fitted;
    let likelihood =
        |found: &Result<Fitted, StatsError>| found.as_ref().map_or(f64::NEG_INFINITY, |f| f.fitted.log_likelihood);
    let (model, found) = if likelihood(&second.1) > likelihood(&first.1) {
        second
    } else {
        first
    };
    let found = found?;
    let Fitted {
        fitted,
        p_alive,
        purchases,
        ..
    } = found;
    let expected = Expected {
        p_alive: &p_alive,
        purchases: &purchases,
        discounted: None,
    };
    // Spend that no model fits (nobody bought twice for money) leaves purchases without a value.
    let values = base
        .money
        .as_ref()
        .and_then(|money| value(&base, money, &expected, 1.0, &FitSettings::default()).ok());
    let law = fitted.law()?;
    let (tracking, holdout) = match &base.log {
        Some(log) => {
            let length = (f64::from(log.last - log.first) * HOLDOUT_SHARE).floor();
            (
                forecast::tracking(log, &law, 7.0)?,
                forecast::holdout(log, model, &settings, length, 1.0).ok(),
            )
        }
        None => (Vec::new(), None),
    };
    let total = |minor: &[i64]| minor.iter().fold(0_i64, |sum, &m| sum.saturating_add(m));
    let poor: Vec<&str> = fitted
        .parameters
        .iter()
        .filter(|p| p.se > p.coef.abs())
        .map(|p| p.name.as_str())
        .collect();
    let section = LifetimeSection {
        model: model.name().to_owned(),
        parameters: fitted
            .parameters
            .iter()
            .map(|p| NamedEstimate {
                name: p.name.clone(),
                value: p.coef,
                se: p.se,
            })
            .collect(),
        log_likelihood: fitted.log_likelihood,
        horizon_days: HORIZON_DAYS,
        customers: base.len() as u64,
        alive: p_alive.iter().map(|e| e.value).sum(),
        expected_purchases: purchases.iter().map(|e| e.value).sum(),
        expected_value_minor: values.as_ref().map(|v| total(&v.potential)),
        tracking,
        holdout,
        reading: reading(model, &poor),
    };
    let by_customer = |of: &[f64]| {
        let mut column = vec![f64::NAN; history.customers()];
        for (&customer, &value) in histories.customer.iter().zip(of) {
            column[customer] = value;
        }
        column
    };
    let column =
        |of: &[holdfast_stats::lifetime::estimate::Estimate]| -> Vec<f64> { of.iter().map(|e| e.value).collect() };
    Ok(Residual {
        section,
        p_alive: by_customer(&column(&p_alive)),
        purchases: by_customer(&column(&purchases)),
        value_minor: values.map(|values| {
            let mut minor = vec![0; history.customers()];
            for (&customer, &value) in histories.customer.iter().zip(&values.potential) {
                minor[customer] = value;
            }
            minor
        }),
    })
}

/// How to read the section; `poor` are the parameters whose error is as large as themselves.
fn reading(model: Buying, poor: &[&str]) -> Bilingual {
    let name = model.name();
    let caution = if poor.is_empty() {
        Bilingual::default()
    } else {
        let (zh, en) = (poor.join("、"), poor.join(", "));
        bilingual!(
            "注意：数据几乎定不下参数 {zh}（标准误比估计值还大），“仍在”的人数不可靠。",
            " Note: the data hardly determine {en} (the standard error exceeds the estimate), so the number still there is unreliable."
        )
    };
    let text = bilingual!(
        "{name} 假设客户各有各的购买速度、每次购买后以各自的概率离开；“仍在”由沉默多久与平时多久买一次相比得出，与流失定义无关。价值 = 未来 {HORIZON_DAYS} 天期望购买次数 × 期望金额（扣退货，毛利率按 100%）。",
        "{name} takes customers to buy at a pace of their own and to leave after a purchase with a probability of their own; whether somebody is still there follows from their silence against their pace, not from the definition of churn. Value = purchases expected over {HORIZON_DAYS} days × expected spend (less returns, at a margin of 100 %)."
    );
    Bilingual::new(text.zh + &caution.zh, text.en + &caution.en)
}
