//! The views by name.

use arrow::record_batch::RecordBatch;

use super::scope::Scope;
use super::{activity, cohorts, ledger, lifecycle, periods, revenue, rfm, service, survey, value, workshop};
use crate::error::EngineError;

/// A view that metrics can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// The periods themselves.
    Periods,
    /// Customers who were there, came, left, came back.
    Ledger,
    /// Customers by what they bought in a period and the one before.
    Lifecycle,
    /// Events, purchases, money.
    Activity,
    /// Movements of revenue.
    Revenue,
    /// What customers on file brought so far.
    Value,
    /// What left with those who left.
    ValueLost,
    /// Retention by cohort, all five kinds.
    Cohorts,
    /// Retention by cohort, one kind.
    CohortsCalendar,
    /// Likewise.
    CohortsRolling,
    /// Likewise.
    CohortsOn,
    /// Likewise.
    CohortsOnOrAfter,
    /// Likewise.
    CohortsRange,
    /// Complaints and satisfaction with service.
    Service,
    /// Answers to surveys.
    Survey,
    /// Classes by recency, frequency, monetary value.
    Rfm,
    /// Visits to a workshop that fell due.
    Workshop,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Periods,
        Self::Ledger,
        Self::Lifecycle,
        Self::Activity,
        Self::Revenue,
        Self::Value,
        Self::ValueLost,
        Self::Cohorts,
        Self::CohortsCalendar,
        Self::CohortsRolling,
        Self::CohortsOn,
        Self::CohortsOnOrAfter,
        Self::CohortsRange,
        Self::Service,
        Self::Survey,
        Self::Rfm,
        Self::Workshop,
    ];

    /// Its name in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Periods => "periods",
            Self::Ledger => "ledger",
            Self::Lifecycle => "lifecycle",
            Self::Activity => "activity",
            Self::Revenue => "revenue",
            Self::Value => "value",
            Self::ValueLost => "value_lost",
            Self::Cohorts => "cohorts",
            Self::CohortsCalendar => "cohorts_calendar",
            Self::CohortsRolling => "cohorts_rolling",
            Self::CohortsOn => "cohorts_on",
            Self::CohortsOnOrAfter => "cohorts_on_or_after",
            Self::CohortsRange => "cohorts_range",
            Self::Service => "service",
            Self::Survey => "survey",
            Self::Rfm => "rfm",
            Self::Workshop => "workshop",
        }
    }

    /// The view with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }

    /// Its rows for a question.
    pub(crate) fn build(self, scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
        match self {
            Self::Periods => periods::build(scope),
            Self::Ledger => ledger::build(scope),
            Self::Lifecycle => lifecycle::build(scope),
            Self::Activity => activity::build(scope),
            Self::Revenue => revenue::build(scope),
            Self::Value => value::build(scope),
            Self::ValueLost => value::build_lost(scope),
            Self::Cohorts => cohorts::build(scope, &cohorts::Kind::ALL),
            Self::CohortsCalendar => cohorts::build(scope, &[cohorts::Kind::Calendar]),
            Self::CohortsRolling => cohorts::build(scope, &[cohorts::Kind::Rolling]),
            Self::CohortsOn => cohorts::build(scope, &[cohorts::Kind::On]),
            Self::CohortsOnOrAfter => cohorts::build(scope, &[cohorts::Kind::OnOrAfter]),
            Self::CohortsRange => cohorts::build(scope, &[cohorts::Kind::Range]),
            Self::Service => service::build(scope),
            Self::Survey => survey::build(scope),
            Self::Rfm => rfm::build(scope),
            Self::Workshop => workshop::build(scope),
        }
    }
}
