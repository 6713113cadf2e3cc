//! A metric, what changed it, two ways of counting it, and the page that sums them up.

use holdfast_engine::metrics::query::MetricTable;
use holdfast_engine::metrics::reconcile::ReconcileTable;
use holdfast_engine::metrics::why::Why;

use super::reader::Reader;
use crate::error::AppError;
use crate::lake::{Ask, Other, metric_query, reconcile_query, why_query};
use crate::overview::{Overview, OverviewAsk, overview};

impl Reader {
    /// A metric by period and dimensions.
    ///
    /// # Errors
    /// A question that names what is not there; a lake that cannot be read.
    pub fn metric(&self, ask: &Ask) -> Result<MetricTable, AppError> {
        Ok(self.engine().run(&metric_query(ask)?, self.facts())?)
    }

    /// Where the change of a metric between two periods comes from.
    ///
    /// # Errors
    /// Like [`Reader::metric`].
    pub fn why(&self, ask: &Ask, before: &str, after: &str) -> Result<Why, AppError> {
        Ok(self.engine().why(&why_query(ask, before, after)?, self.facts())?)
    }

    /// Two ways of counting one period, reconciled customer by customer.
    ///
    /// # Errors
    /// Like [`Reader::metric`].
    pub fn reconciliation(&self, ask: &Ask, other: Other<'_>) -> Result<ReconcileTable, AppError> {
        let query = reconcile_query(ask, other, self.facts())?;
        Ok(self.engine().reconcile(&query, self.facts())?)
    }

    /// One page on how things are.
    ///
    /// # Errors
    /// Like [`Reader::metric`].
    pub fn overview(&self, ask: &OverviewAsk) -> Result<Overview, AppError> {
        self.ask(ask.definition.as_deref(), |room| overview(self.engine(), room, ask))
    }
}
