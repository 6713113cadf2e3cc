//! A metric, what changed it, and two ways of counting it.

use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::MetricTable;
use holdfast_engine::metrics::reconcile::ReconcileTable;
use holdfast_engine::metrics::why::Why;

use crate::error::AppError;
use crate::lake::{Ask, Other, metric_query, reconcile_query, why_query};

/// A metric by period and dimensions, of the facts as they are: from when they look back is theirs to say.
///
/// # Errors
/// A question that names what is not there; a lake that cannot be read.
pub fn metric(engine: &MetricEngine, facts: &dyn MetricData, ask: &Ask) -> Result<MetricTable, AppError> {
    Ok(engine.run(&metric_query(ask)?, facts)?)
}

/// Where the change of a metric between two periods comes from.
///
/// # Errors
/// Like [`metric`].
pub fn why(
    engine: &MetricEngine,
    facts: &dyn MetricData,
    ask: &Ask,
    before: &str,
    after: &str,
) -> Result<Why, AppError> {
    Ok(engine.why(&why_query(ask, before, after)?, facts)?)
}

/// Two ways of counting one period, reconciled customer by customer.
///
/// # Errors
/// Like [`metric`].
pub fn reconciliation(
    engine: &MetricEngine,
    facts: &dyn MetricData,
    ask: &Ask,
    other: Other<'_>,
) -> Result<ReconcileTable, AppError> {
    Ok(engine.reconcile(&reconcile_query(ask, other, facts)?, facts)?)
}
