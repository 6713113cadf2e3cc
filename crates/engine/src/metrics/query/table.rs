//! The answer: rows with their ground.

use std::collections::BTreeSet;

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_stats::interval::Interval;
use serde::Serialize;

use super::answer::{Answered, order};
use super::ask::{Compare, Filter};
use super::compare::compare;
use super::number::{Key, Number};
use super::plan::Plan;
use super::{benchmark, value};
use crate::metrics::catalog::{Additivity, Direction, IntervalKind, Metric, Unit};
use crate::metrics::data::{Benchmark, MetricData};
use crate::metrics::sql::Cell;

/// How much of a period the data cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All of it.
    Complete,
    /// Its beginning.
    Partial,
    /// Nothing yet: values are null.
    NotDue,
    /// The data begin after it: values are null.
    BeforeData,
}

impl Status {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::NotDue => "not_due",
            Self::BeforeData => "before_data",
        }
    }

    /// Whether there is anything to show.
    pub fn has_data(self) -> bool {
        matches!(self, Self::Complete | Self::Partial)
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Complete, Self::Partial, Self::NotDue, Self::BeforeData]
            .into_iter()
            .find(|status| status.word() == word)
    }
}

/// What the metric is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetricHead {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its name.
    pub name: Bilingual,
    /// What values are measured in.
    pub unit: Unit,
    /// What numerator and denominator are both measured in, where the unit does not say.
    pub parts: Option<Unit>,
    /// What it says.
    pub definition: Bilingual,
    /// What is counted.
    pub numerator: Bilingual,
    /// Out of what.
    pub denominator: Option<Bilingual>,
    /// Whether more is better.
    pub direction: Direction,
    /// Whether values may be summed.
    pub additivity: Additivity,
    /// Which interval goes with a value.
    pub interval: IntervalKind,
}

impl MetricHead {
    pub(crate) fn of(metric: &Metric) -> Self {
        Self {
            id: metric.id.clone(),
            version: metric.version,
            name: metric.name.clone(),
            unit: metric.unit,
            parts: metric.parts,
            definition: metric.definition.clone(),
            numerator: metric.numerator.clone(),
            denominator: metric.denominator.clone(),
            direction: metric.direction,
            additivity: metric.additivity,
            interval: metric.interval,
        }
    }
}

/// What churn means here.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChurnHead {
    /// Id of the definition.
    pub id: String,
    /// The definition in a sentence.
    pub sentence: Bilingual,
}

/// A period of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodCell {
    /// `2024-01`.
    pub label: String,
    /// Its first day.
    pub first_day: Day,
    /// Its last day.
    pub last_day: Day,
    /// How much of it the data cover (of a cohort: how much of the cell).
    pub status: Status,
}

/// How a value differs from another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Value − other, in the metric's unit (for rates: 0.01 is a percentage point).
    pub absolute: Number,
    /// (value − other) ÷ |other|; null where the other is 0.
    pub relative: Option<f64>,
}

/// An earlier period beside a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Which one.
    pub with: Compare,
    /// Its label.
    pub period: String,
    /// How much of it the data cover.
    pub status: Status,
    /// Its value.
    pub value: Option<Number>,
    /// The difference; null where either value is.
    pub change: Option<Change>,
    /// Whether both periods are complete: otherwise a long period is compared with a short one.
    pub like_for_like: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetricRow {
    /// The period.
    pub period: PeriodCell,
    /// Values of the dimensions; null where not known.
    pub dims: Vec<Option<String>>,
    /// Values of the metric's own keys.
    pub keys: Vec<Key>,
    /// What was counted.
    pub numerator: Option<Number>,
    /// Out of what.
    pub denominator: Option<Number>,
    /// The value; null where nothing is known or the denominator is 0.
    pub value: Option<Number>,
    /// 95 % interval of the value.
    pub interval: Option<Interval>,
    /// Earlier periods, in the order asked for.
    pub comparisons: Vec<Comparison>,
    /// The difference to the benchmark.
    pub to_benchmark: Option<Change>,
}

/// The answer to a question, with its ground.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetricTable {
    /// The metric.
    pub metric: MetricHead,
    /// The churn definition.
    pub churn: ChurnHead,
    /// Length of the periods.
    pub grain: Grain,
    /// Names of the dimensions.
    pub dims: Vec<String>,
    /// Names of the metric's own keys.
    pub keys: Vec<String>,
    /// Which customers alone were counted.
    pub filters: Vec<Filter>,
    /// The day that the answer looks back from.
    pub as_of: Day,
    /// The day up to which the data go.
    pub through: Day,
    /// The time zone of its days.
    pub zone: String,
    /// The currency of money.
    pub currency: Option<String>,
    /// The SQL that was executed.
    pub sql: String,
    /// What the metric is usually like.
    pub benchmark: Option<Benchmark>,
    /// In order of period, then keys, then dimensions (unknown last).
    pub rows: Vec<MetricRow>,
}

/// Makes rows of what the SQL gave.
pub(super) fn build(plan: &Plan<'_>, answered: Answered, data: &dyn MetricData) -> MetricTable {
    let benchmark = benchmark::find(plan, data);
    let mut rows: Vec<MetricRow> = Vec::new();
    for period in plan.first..=plan.last {
        let mut of_period = rows_of(plan, &answered, period);
        of_period.sort_by(|a, b| a.keys.cmp(&b.keys).then_with(|| order(&a.dims, &b.dims)));
        for row in &mut of_period {
            row.comparisons = plan
                .query
                .compare
                .iter()
                .map(|&with| compare(plan, &answered, period, row, with))
                .collect();
            row.to_benchmark = row
                .value
                .zip(benchmark.as_ref())
                .map(|(value, benchmark)| value::change(plan.metric.unit, value, Number::Float(benchmark.value)));
        }
        rows.extend(of_period);
    }
    MetricTable {
        metric: MetricHead::of(plan.metric),
        churn: ChurnHead {
            id: plan.definition.id.clone(),
            sentence: plan.definition.rule.sentence(),
        },
        grain: plan.grain(),
        dims: plan.query.by.clone(),
        keys: plan.metric.keys.clone(),
        filters: plan.query.filters.clone(),
        as_of: data.as_of(),
        through: plan.through,
        zone: data.zone().name().to_owned(),
        currency: (plan.metric.unit == Unit::Money || plan.metric.parts == Some(Unit::Money))
            .then(|| data.currency().to_owned()),
        sql: answered.sql,
        benchmark,
        rows,
    }
}

/// The rows of a period, whether the SQL gave them or not.
fn rows_of(plan: &Plan<'_>, answered: &Answered, period: i32) -> Vec<MetricRow> {
    let grain = plan.grain();
    let (first_day, status) = (grain.first_day(period), plan.status(period));
    let low = (first_day.number(), Vec::new(), Vec::new());
    let given = answered
        .cells
        .range(low..)
        .take_while(|(key, _)| key.0 == first_day.number());
    let mut rows: Vec<MetricRow> = given.map(|(_, cell)| row_of(plan, period, status, cell)).collect();
    if !plan.metric.keys.is_empty() && !rows.is_empty() {
        return rows;
    }
    // A count that no row tells of is 0, a rate is not known; what is not due is never 0.
    let nothing =
        (status.has_data() && plan.metric.denominator.is_none() && plan.metric.additivity == Additivity::Additive)
            .then_some(Number::Int(0));
    let there: BTreeSet<Vec<Option<String>>> = rows.iter().map(|row| row.dims.clone()).collect();
    let missing: Vec<_> = answered.groups.iter().filter(|group| !there.contains(*group)).collect();
    rows.extend(missing.into_iter().map(|group| {
        let cell = Cell {
            period: first_day.number(),
            dims: group.clone(),
            keys: vec![Key::Unknown; plan.metric.keys.len()],
            numerator: nothing,
            denominator: None,
            net: None,
            status: None,
        };
        row_of(plan, period, status, &cell)
    }));
    rows
}

fn row_of(plan: &Plan<'_>, period: i32, status: Status, cell: &Cell) -> MetricRow {
    let grain = plan.grain();
    let status = cell.status.as_deref().and_then(Status::parse).unwrap_or(status);
    MetricRow {
        period: PeriodCell {
            label: grain.label(period),
            first_day: grain.first_day(period),
            last_day: grain.last_day(period),
            status,
        },
        dims: cell.dims.clone(),
        keys: cell.keys.clone(),
        numerator: cell.numerator,
        denominator: cell.denominator,
        value: value::of(plan.metric, cell),
        interval: value::interval(plan.metric, cell),
        comparisons: Vec::new(),
        to_benchmark: None,
    }
}
