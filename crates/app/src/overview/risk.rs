//! What the latest scores say of the customers an overview speaks of.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::level::Level;
use holdfast_engine::metrics::catalog::{Additivity, Direction, IntervalKind, Unit};
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::{ChurnHead, Filter, MetricHead, Number, Status};
use holdfast_engine::scores::Risk;
use serde::Serialize;

use super::tiles::Tile;
use crate::customers::{CustomerIndex, Sight, chosen};
use crate::error::AppError;

/// Customers by level of warning, and the money that is at risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warnings {
    /// The day that the scores look back from.
    pub as_of: Day,
    /// The model.
    pub model_id: String,
    /// Days that they look ahead.
    pub horizon_days: i32,
    /// Call first.
    pub red: u64,
    /// Call next.
    pub orange: u64,
    /// Watch.
    pub yellow: u64,
    /// No warning.
    pub none: u64,
    /// Customers with a score.
    pub customers: u64,
    /// Σ probability: customers that are expected to be lost within the horizon.
    pub expected_lost: f64,
    /// Σ probability × value, minor units; absent where no value is known.
    pub value_at_risk_minor: Option<i64>,
    /// Customers whose value is known: those that the sum is over.
    pub with_value: u64,
    /// The currency.
    pub currency: String,
}

/// Counts whom the reader sees and the filters leave; `None` without scores.
pub(super) fn warnings(
    index: &CustomerIndex,
    facts: &dyn MetricData,
    filters: &[Filter],
    sight: Sight,
) -> Result<Option<Warnings>, AppError> {
    let Some(latest) = &index.latest else { return Ok(None) };
    let passes = chosen(facts, filters)?;
    let risk = &index.risk;
    let mut out = Warnings {
        as_of: latest.as_of,
        model_id: latest.model_id.clone(),
        horizon_days: risk.horizon_days,
        red: 0,
        orange: 0,
        yellow: 0,
        none: 0,
        customers: 0,
        expected_lost: 0.0,
        value_at_risk_minor: None,
        with_value: 0,
        currency: facts.currency().to_owned(),
    };
    let mut sum = 0i64;
    for (place, &key) in risk.customers.iter().enumerate() {
        if !sight.holds(key) || !passes(key) {
            continue;
        }
        match risk.level[place] {
            Level::Red => out.red += 1,
            Level::Orange => out.orange += 1,
            Level::Yellow => out.yellow += 1,
            Level::None => out.none += 1,
        }
        out.customers += 1;
        out.expected_lost += risk.p_churn[place];
        let value = risk.value_at_risk_minor[place];
        if value != Risk::NO_VALUE {
            out.with_value += 1;
            sum = sum.saturating_add(value);
        }
    }
    out.value_at_risk_minor = (out.with_value > 0).then_some(sum);
    Ok(Some(out))
}

/// The money at risk as a tile; `None` where no value is known.
pub(super) fn tile(found: &Warnings, churn: &ChurnHead) -> Option<Tile> {
    let value = Number::Int(found.value_at_risk_minor?);
    let (as_of, model, days, with_value) = (found.as_of, &found.model_id, found.horizon_days, found.with_value);
    Some(Tile {
        id: "revenue_at_risk",
        unit: Unit::Money,
        metric: MetricHead {
            id: "revenue_at_risk".to_owned(),
            version: 1,
            name: Bilingual::new("在险收入", "Revenue at risk"),
            unit: Unit::Money,
            parts: None,
            definition: bilingual!(
                "各客户 {days} 天内流失概率 × 预期一年价值之和（模型 {model}，打分日 {as_of}）",
                "sum over customers of the probability of being lost within {days} days × the expected value of a year (model {model}, scored as of {as_of})"
            ),
            numerator: bilingual!(
                "{with_value} 名价值已知的客户的概率 × 价值",
                "probability × value of the {with_value} customers whose value is known"
            ),
            denominator: None,
            direction: Direction::LowerIsBetter,
            additivity: Additivity::SemiAdditive,
            interval: IntervalKind::None,
        },
        churn: churn.clone(),
        period: as_of.to_string(),
        status: Status::Complete,
        value: Some(value),
        numerator: Some(value),
        denominator: None,
        interval: None,
        comparisons: Vec::new(),
        currency: Some(found.currency.clone()),
        series: Vec::new(),
        sql: format!(
            "SELECT sum(value_at_risk_minor) AS numerator\nFROM scores\nWHERE as_of = DATE '{as_of}' AND model_id = '{model}'"
        ),
    })
}
