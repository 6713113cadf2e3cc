//! Runs the metric in both periods and splits the change by each dimension.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::ask::WhyQuery;
use super::split::split;
use super::table::{Side, Why, WhyDimension};
use crate::error::{Doing, EngineError};
use crate::metrics::catalog::{Additivity, Catalog, Metric};
use crate::metrics::data::MetricData;
use crate::metrics::query::{self, MetricQuery, MetricRow, MetricTable, Status, change};
use crate::metrics::sql::Session;

/// Answers a question.
pub(crate) fn run(
    catalog: &Catalog,
    session: &Session,
    ask: &WhyQuery,
    data: &dyn MetricData,
) -> Result<Why, EngineError> {
    let metric = catalog.get(&ask.metric)?;
    can_be_split(metric)?;
    let table = |period: &str, by: &[String]| query::run(catalog, session, &one_period(ask, period, by), data);
    let (before, after) = (table(&ask.before, &[])?, table(&ask.after, &[])?);
    let (before_side, after_side) = (side(&before, &ask.before)?, side(&after, &ask.after)?);
    let dims = if ask.by.is_empty() { data.dimensions() } else { &ask.by };
    if dims.is_empty() {
        return Err(Refusal::new(
            "no-dimensions",
            Bilingual::new("没有可用来拆分的维度", "there is no dimension to split by"),
            Bilingual::new(
                "在客户表中装入地区、渠道等列",
                "load columns such as region or channel with the customers",
            ),
        )
        .into());
    }
    let mut dimensions: Vec<WhyDimension> = Vec::with_capacity(dims.len());
    for dim in dims {
        let by = [dim.clone()];
        let (rows_before, rows_after) = (table(&ask.before, &by)?, table(&ask.after, &by)?);
        let found = split(metric, dim, &rows_before.rows, &rows_after.rows)
            .doing(|| format!("splitting the change of {} by {dim}", metric.id))?;
        dimensions.push(found);
    }
    // A stable sort: dimensions that explain as much stay in the order asked for.
    dimensions.sort_by(|a, b| b.explained.unwrap_or(0.0).total_cmp(&a.explained.unwrap_or(0.0)));
    Ok(Why {
        change: change(metric.unit, after_side.value, before_side.value),
        like_for_like: [&before_side, &after_side]
            .iter()
            .all(|side| side.period.status == Status::Complete),
        metric: after.metric,
        churn: after.churn,
        through: after.through,
        before: before_side,
        after: after_side,
        currency: after.currency,
        dimensions,
    })
}

fn one_period(ask: &WhyQuery, period: &str, by: &[String]) -> MetricQuery {
    MetricQuery {
        churn: ask.churn.clone(),
        grain: ask.grain,
        from: Some(period.to_owned()),
        to: Some(period.to_owned()),
        by: by.to_vec(),
        filters: ask.filters.clone(),
        ..MetricQuery::of(ask.metric.as_str())
    }
}

fn can_be_split(metric: &Metric) -> Result<(), Refusal> {
    if metric.keys.is_empty() && metric.additivity != Additivity::None {
        return Ok(());
    }
    Err(Refusal::new(
        "metric-not-splittable",
        Bilingual::new(
            "这个指标各客群的分子、分母不能相加，拆不开",
            "numerators and denominators of segments of this metric do not add up, so that it cannot be split",
        ),
        Bilingual::new(
            "选 additivity 为 additive、semi_additive 或 ratio 且没有 keys 的指标，如 churn_rate_start",
            "choose a metric that is additive, semi_additive or ratio and has no keys, such as churn_rate_start",
        ),
    )
    .with_value(&metric.id))
}

/// The metric as a whole in a period; refused where it has no value.
fn side(table: &MetricTable, asked: &str) -> Result<Side, Refusal> {
    let found = table.rows.first();
    let complete = |row: &MetricRow| {
        Some(Side {
            period: row.period.clone(),
            numerator: row.numerator?,
            denominator: row.denominator,
            value: row.value?,
        })
    };
    found.and_then(complete).ok_or_else(|| {
        let through = table.through;
        Refusal::new(
            "period-without-value",
            Bilingual::new("这个周期没有值", "the metric has no value in this period"),
            bilingual!(
                "选有数据的周期（数据截至 {through}），且分母不为 0",
                "choose a period with data (they end on {through}) whose denominator is not 0"
            ),
        )
        .with_value(asked)
    })
}
