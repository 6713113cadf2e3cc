//! The figures at the top.

use std::collections::{BTreeMap, BTreeSet};

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

use super::lifecycle::{BARS, RATE};
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

/// Metrics over the whole series, each asked once, by id.
pub(super) type Tables = BTreeMap<&'static str, MetricTable>;

impl Ground<'_> {
    /// Everything that tiles and bars are made of.
    pub(super) fn tables(&self) -> Result<Tables, AppError> {
        let has_contracts = !self.facts.contracts()?.started_on.is_empty();
        let needed = |kind: Kind| match kind {
            Kind::Customers => true,
            Kind::Contracts => has_contracts,
            Kind::Purchases => !has_contracts,
        };
        let tiles = TILES.iter().filter(|tile| needed(tile.2)).map(|tile| tile.1);
        let mut metrics: BTreeSet<&'static str> = tiles.chain(BARS).filter(|metric| self.offers(metric)).collect();
        let table = |metric: &'static str| Ok((metric, self.series(metric)?));
        // The first counts the customers, the others find them counted.
        let rate: Option<(&str, MetricTable)> = metrics.take(RATE).map(table).transpose()?;
        let mut tables: Tables = metrics.into_par_iter().map(table).collect::<Result<_, AppError>>()?;
        tables.extend(rate);
        Ok(tables)
    }

    /// A metric over the whole series, each period beside earlier ones.
    pub(super) fn series(&self, metric: &str) -> Result<MetricTable, AppError> {
        let grain = self.periods.grain;
        let query = MetricQuery {
            churn: Some(self.definition.to_owned()),
            grain,
            from: Some(grain.label(self.periods.first)),
            to: Some(grain.label(self.periods.last)),
            compare: vec![Compare::Previous, Compare::LastYear],
            filters: self.filters.to_vec(),
            ..MetricQuery::of(metric)
        };
        Ok(self.engine.run(&query, self.facts)?)
    }

    /// Whether the metric is given for periods of this length.
    fn offers(&self, metric: &str) -> bool {
        let known = self.engine.catalog().get(metric);
        known.is_ok_and(|metric| metric.grains.contains(&self.periods.grain))
    }
}

/// All tiles that there is something to say in.
pub(super) fn tiles(ground: &Ground, tables: &Tables) -> Vec<Tile> {
    let label = ground.periods.grain.label(ground.periods.told);
    TILES
        .iter()
        .filter_map(|(id, metric, _)| Some(tile(id, tables.get(metric)?, &label)))
        .collect()
}

fn tile(id: &'static str, table: &MetricTable, label: &str) -> Tile {
    let row = table.rows.iter().find(|row| row.period.label == label);
    Tile {
        id,
        unit: table.metric.unit,
        metric: table.metric.clone(),
        churn: table.churn.clone(),
        period: label.to_owned(),
        status: row.map_or(Status::NotDue, |row| row.period.status),
        value: row.and_then(|row| row.value),
        numerator: row.and_then(|row| row.numerator),
        denominator: row.and_then(|row| row.denominator),
        interval: row.and_then(|row| row.interval),
        comparisons: row.map_or_else(Vec::new, |row| row.comparisons.clone()),
        currency: table.currency.clone(),
        series: table.rows.iter().map(point).collect(),
        sql: table.sql.clone(),
    }
}

fn point(row: &MetricRow) -> SeriesPoint {
    SeriesPoint {
        label: row.period.label.clone(),
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
