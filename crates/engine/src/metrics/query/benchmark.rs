//! What a metric is usually like.

use super::plan::Plan;
use crate::metrics::data::{Benchmark, MetricData};

/// The benchmark of the metric for periods of this length, rather than for any.
pub(super) fn find(plan: &Plan<'_>, data: &dyn MetricData) -> Option<Benchmark> {
    let of_metric = || {
        data.benchmarks()
            .iter()
            .filter(|benchmark| benchmark.metric == plan.metric.id)
    };
    of_metric()
        .find(|benchmark| benchmark.grain == Some(plan.grain()))
        .or_else(|| of_metric().find(|benchmark| benchmark.grain.is_none()))
        .cloned()
}
