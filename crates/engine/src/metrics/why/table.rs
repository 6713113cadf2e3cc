//! The answer.

use holdfast_domain::day::Day;
use holdfast_stats::interval::Interval;
use serde::Serialize;

use crate::metrics::query::{Change, ChurnHead, MetricHead, Number, PeriodCell};

/// The metric in one of the periods.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The period.
    pub period: PeriodCell,
    /// What was counted.
    pub numerator: Number,
    /// Out of what.
    pub denominator: Option<Number>,
    /// The value.
    pub value: Number,
}

/// What a segment adds to the change. All effects are in the metric's unit (rates: 0.01 is a percentage point; money: minor units).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhySegment {
    /// Value of the dimension; null where not known.
    pub segment: Option<String>,
    /// The segment's own value, earlier and later; null where it has none.
    pub value: [Option<f64>; 2],
    /// Its share of the denominator (of the value, for a metric without one), earlier and later.
    pub share: [Option<f64>; 2],
    /// Through the change of its own value.
    pub rate: f64,
    /// 95 % interval of `rate`; null where it cannot be said.
    pub rate_interval: Option<Interval>,
    /// Through the change of its share; 0 for a metric without a denominator.
    pub mix: f64,
    /// Both.
    pub total: f64,
    /// `total` as a part of the whole change; null where nothing changed.
    pub part: Option<f64>,
}

/// The change by one dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyDimension {
    /// The dimension.
    pub dim: String,
    /// How far the change sits in other places than customers do, 0–1: ½·Σ |part − mean share|, at most 1. 0: every segment changed
    /// alike, so the dimension explains nothing. Null where nothing changed.
    pub explained: Option<f64>,
    /// Σ of rate effects.
    pub rate: f64,
    /// Σ of mix effects; `rate + mix` is the change.
    pub mix: f64,
    /// Segments, the largest effect first.
    pub segments: Vec<WhySegment>,
}

/// A change and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// The metric.
    pub metric: MetricHead,
    /// The churn definition.
    pub churn: ChurnHead,
    /// The day up to which the data go.
    pub through: Day,
    /// The earlier period.
    pub before: Side,
    /// The later period.
    pub after: Side,
    /// The difference.
    pub change: Change,
    /// Whether both periods are complete.
    pub like_for_like: bool,
    /// The currency of money.
    pub currency: Option<String>,
    /// By dimension, the one that explains most first.
    pub dimensions: Vec<WhyDimension>,
}
