//! The engine: a catalogue and a query session that is set up once.

use holdfast_domain::refusal::Refusal;

use crate::error::EngineError;
use crate::metrics::catalog::Catalog;
use crate::metrics::data::MetricData;
use crate::metrics::query::{MetricQuery, MetricTable};
use crate::metrics::reconcile::{ReconcileQuery, ReconcileTable};
use crate::metrics::sql::Session;
use crate::metrics::why::{Why, WhyQuery};
use crate::metrics::{query, reconcile, why};

/// Answers questions about metrics. Cheap to share: questions do not change it.
#[derive(Clone)]
pub struct MetricEngine {
    catalog: Catalog,
    session: Session,
}

impl MetricEngine {
    /// An engine for the metrics of a catalogue.
    pub fn new(catalog: Catalog) -> Self {
        Self {
            catalog,
            session: Session::new(),
        }
    }

    /// An engine for the built-in metrics.
    ///
    /// # Errors
    /// See [`Catalog::built_in`].
    pub fn built_in() -> Result<Self, Refusal> {
        Ok(Self::new(Catalog::built_in()?))
    }

    /// The metrics that can be asked for.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// A metric by period and dimensions. Not to be called from within a future.
    ///
    /// # Errors
    /// A question that names what does not exist, SQL that fails, data that cannot be read.
    pub fn run(&self, query: &MetricQuery, data: &dyn MetricData) -> Result<MetricTable, EngineError> {
        query::run(&self.catalog, &self.session, query, data)
    }

    /// What a metric's change between two periods comes from.
    ///
    /// # Errors
    /// As [`MetricEngine::run`]; a metric that cannot be split; a period without a value.
    pub fn why(&self, query: &WhyQuery, data: &dyn MetricData) -> Result<Why, EngineError> {
        why::run(&self.catalog, &self.session, query, data)
    }

    /// Two definitions or two rates of one period, down to the customers that make the difference.
    ///
    /// # Errors
    /// As [`MetricEngine::run`]; a metric whose counts are not counts of customers of the ledger.
    pub fn reconcile(&self, query: &ReconcileQuery, data: &dyn MetricData) -> Result<ReconcileTable, EngineError> {
        reconcile::run(&self.catalog, query, data)
    }
}
