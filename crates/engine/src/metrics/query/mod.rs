//! A question about a metric, and its answer.

mod answer;
mod ask;
mod benchmark;
mod compare;
mod number;
mod plan;
mod table;
mod value;

pub(crate) use answer::answer;
pub use ask::{Compare, Filter, MetricQuery};
pub use number::{Key, Number};
pub(crate) use plan::{Plan, definition_of, period_of};
pub use table::{Change, ChurnHead, Comparison, MetricHead, MetricRow, MetricTable, PeriodCell, Status};

pub(crate) use value::{change, quotient};

use crate::error::EngineError;
use crate::metrics::catalog::Catalog;
use crate::metrics::data::MetricData;
use crate::metrics::sql::Session;

/// Answers a question.
pub(crate) fn run(
    catalog: &Catalog,
    session: &Session,
    query: &MetricQuery,
    data: &dyn MetricData,
) -> Result<MetricTable, EngineError> {
    let plan = Plan::new(catalog.get(&query.metric)?, query, data)?;
    let answered = answer(&plan, session, data)?;
    Ok(table::build(&plan, answered, data))
}
