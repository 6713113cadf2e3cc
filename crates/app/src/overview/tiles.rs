//! The figures at the top.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::catalog::Unit;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::{
    ChurnHead, Compare, Comparison, Filter, MetricHead, MetricQuery, MetricRow, MetricTable, Number, Status,
};
use holdfast_stats::interval::Interval;
use rayon::prelude::*;
use serde::Serialize;

use super::periods::Periods;
use crate::error::AppError;

/// A figure with its ground, what it was before, and its course.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tile {
    /// Which one.
    pub id: &'static str,
    /// The metric.
    pub metric: MetricHead,
    /// The churn definition.
    pub churn: ChurnHead,
    /// The period that the value is of, and how much of it the data cover.
    pub period: String,
    /// See `period`.
    pub status: Status,
    /// What values are measured in.
    pub unit: Unit,
    /// The value; null where nothing is known.
    pub value: Option<Number>,
    /// What was counted.
    pub numerator: Option<Number>,
    /// Out of what.
    pub denominator: Option<Number>,
    /// 95 % interval.
    pub interval: Option<Interval>,
    /// The period before, and the same period of the year before.
    pub comparisons: Vec<Comparison>,
    /// The currency of money.
    pub currency: Option<String>,
    /// Its course; the last point may be of a period that is under way.
    pub series: Vec<SeriesPoint>,
    /// The SQL that was executed.
    pub sql: String,
}

/// A period of a course.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeriesPoint {
    /// Its label.
    pub label: String,
    /// Its first day.
    pub first_day: Day,
    /// Its last day.
    pub last_day: Day,
    /// How much of it the data cover.
    pub status: Status,
    /// The value.
    pub value: Option<Number>,
}

/// Tiles by metric, in order; those of money only where there is money of that kind.
const TILES: [(&str, &str, Kind); 6] = [
    ("churn_rate", "churn_rate_start", Kind::Customers),
    ("customers", "customers_at_end", Kind::Customers),
    ("lost", "customers_lost", Kind::Customers),
    ("revenue_churn", "revenue_churn_gross", Kind::Contracts),
    ("net_revenue_retention", "nrr", Kind::Contracts),
    ("amount", "amount", Kind::Purchases),
];

/// What a tile needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Customers,
    Contracts,
    Purchases,
}

/// What a table is asked for beside its metric.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) engine: &'a MetricEngine,
    pub(super) facts: &'a dyn MetricData,
    pub(super) definition: &'a str,
    pub(super) filters: &'a [Filter],
    pub(super) periods: Periods,
}

impl Ground<'_> {
    /// A metric over the whole series.
    pub(super) fn series(&self, metric: &str) -> Result<MetricTable, AppError> {
        self.table(metric, (self.periods.first, self.periods.last), Vec::new())
    }

    /// A metric in the period that is told of, beside earlier ones.
    fn told(&self, metric: &str) -> Result<MetricTable, AppError> {
        let told = self.periods.told;
        self.table(metric, (told, told), vec![Compare::Previous, Compare::LastYear])
    }

    fn table(&self, metric: &str, (from, to): (i32, i32), compare: Vec<Compare>) -> Result<MetricTable, AppError> {
        let grain = self.periods.grain;
        let query = MetricQuery {
            churn: Some(self.definition.to_owned()),
            grain,
            from: Some(grain.label(from)),
            to: Some(grain.label(to)),
            compare,
            filters: self.filters.to_vec(),
            ..MetricQuery::of(metric)
        };
        Ok(self.engine.run(&query, self.facts)?)
    }
}

/// All tiles that there is something to say in.
pub(super) fn tiles(ground: &Ground) -> Result<Vec<Tile>, AppError> {
    let has_contracts = !ground.facts.contracts()?.started_on.is_empty();
    TILES
        .into_par_iter()
        .filter(|(_, metric, kind)| match kind {
            Kind::Customers => true,
            Kind::Contracts => has_contracts,
            Kind::Purchases => !has_contracts,
        } && offers(ground, metric))
        .map(|(id, metric, _)| tile(ground, id, metric))
        .collect()
}

/// Whether the metric is given for periods of this length.
fn offers(ground: &Ground, metric: &str) -> bool {
    ground
        .engine
        .catalog()
        .get(metric)
        .is_ok_and(|metric| metric.grains.contains(&ground.periods.grain))
}

fn tile(ground: &Ground, id: &'static str, metric: &str) -> Result<Tile, AppError> {
    let (series, told) = (ground.series(metric)?, ground.told(metric)?);
    let row = told.rows.into_iter().next();
    let period = ground.periods.grain.label(ground.periods.told);
    let (status, value, numerator, denominator, interval, comparisons) = match row {
        Some(row) => (
            row.period.status,
            row.value,
            row.numerator,
            row.denominator,
            row.interval,
            row.comparisons,
        ),
        None => (Status::NotDue, None, None, None, None, Vec::new()),
    };
    Ok(Tile {
        id,
        unit: series.metric.unit,
        metric: series.metric,
        churn: series.churn,
        period,
        status,
        value,
        numerator,
        denominator,
        interval,
        comparisons,
        currency: series.currency,
        series: series.rows.into_iter().map(point).collect(),
        sql: series.sql,
    })
}

fn point(row: MetricRow) -> SeriesPoint {
    SeriesPoint {
        label: row.period.label,
        first_day: row.period.first_day,
        last_day: row.period.last_day,
        status: row.period.status,
        value: row.value,
    }
}

/// What stands beside all of them.
pub(super) fn remark() -> Bilingual {
    Bilingual::new(
        "数值取最近一个完整周期；未完周期只画在走势里，不与完整周期比较",
        "values are of the last complete period; one under way is drawn in the course only and compared with nothing",
    )
}
