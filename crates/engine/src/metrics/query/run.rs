//! From question to answer.

use super::answer::answer;
use super::ask::MetricQuery;
use super::plan::Plan;
use super::table::{self, MetricTable};
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
