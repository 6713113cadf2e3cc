//! What a metric may ask of the data.

use std::sync::Arc;

use datafusion::execution::context::SessionContext;
use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::rule::DeclaredChurn;
use holdfast_domain::zone::Zone;
use holdfast_panel::events::Events;
use holdfast_panel::groups::Groups;
use holdfast_panel::history::{Contracts, DayHistory, Interactions, Responses};
use holdfast_panel::spells::Spells;
use serde::{Deserialize, Serialize};

use crate::error::EngineError;
use crate::lake::Permitted;
use crate::metrics::view::KeptViews;

/// The groups of one or several dimensions, and what they are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupTable {
    /// The group of every customer over time.
    pub groups: Groups,
    /// By group, then by dimension: the value; `None` where it is not known.
    pub labels: Vec<Vec<Option<String>>>,
}

/// What a metric is usually like in the industry, by the user's own word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Benchmark {
    /// The metric.
    pub metric: String,
    /// For periods of this length only; absent: any.
    #[serde(default)]
    pub grain: Option<Grain>,
    /// The value, in the metric's unit (a rate of 5 % is 0.05, money is minor units).
    pub value: f64,
    /// Where the figure comes from.
    pub source: String,
}

/// The data as of an instant: what happened or became known later is not in it. Everything is loaded when first asked for, and
/// given again when asked again.
pub trait MetricData: Sync {
    /// The workspace's time zone.
    fn zone(&self) -> &Zone;
    /// ISO code of the workspace's currency.
    fn currency(&self) -> &str;
    /// Number of customers: every key is below.
    fn customers(&self) -> u32;
    /// The day that the question looks back from.
    fn as_of(&self) -> Day;
    /// The day up to which the data go.
    fn through(&self) -> Day;
    /// The first day with data; `None` where there are none.
    fn first_day(&self) -> Option<Day>;
    /// Churn definitions, the default first.
    fn definitions(&self) -> &[DeclaredChurn];
    /// Names by which metrics can be split.
    fn dimensions(&self) -> &[String];
    /// What metrics are usually like.
    fn benchmarks(&self) -> &[Benchmark] {
        &[]
    }

    /// The customers that the reader may see; `None`: all. Those outside are in no group with a label; whatever names or counts customers other than by
    /// group must ask.
    fn permitted(&self) -> Option<&Permitted> {
        None
    }

    /// Where views over all periods are kept; `None`: nowhere, every question counts anew.
    fn kept_views(&self) -> Option<&KeptViews> {
        None
    }

    /// Spells by the definition with this id.
    ///
    /// # Errors
    /// Data that the definition needs are missing or cannot be read.
    fn spells(&self, definition: &str) -> Result<Arc<Spells>, EngineError>;
    /// Days with events, those that count by the definition with this id marked.
    ///
    /// # Errors
    /// Data that cannot be read.
    fn history(&self, definition: &str) -> Result<Arc<DayHistory>, EngineError>;
    /// Subscriptions.
    ///
    /// # Errors
    /// Data that cannot be read.
    fn contracts(&self) -> Result<Arc<Contracts>, EngineError>;
    /// Complaints, tickets, calls.
    ///
    /// # Errors
    /// Data that cannot be read.
    fn interactions(&self) -> Result<Arc<Interactions>, EngineError>;
    /// Answers to surveys.
    ///
    /// # Errors
    /// Data that cannot be read.
    fn responses(&self) -> Result<Arc<Responses>, EngineError>;
    /// All events with their instants (rolling cohorts alone need them).
    ///
    /// # Errors
    /// Data that cannot be read.
    fn events(&self) -> Result<Arc<Events>, EngineError>;
    /// The groups of a combination of dimensions, each of [`MetricData::dimensions`]; without any, one group that holds everybody.
    ///
    /// # Errors
    /// Data that cannot be read.
    fn groups(&self, dimensions: &[String]) -> Result<Arc<GroupTable>, EngineError>;
    /// Makes the canonical tables and `panel` known to a session, those of `names` that exist. The engine refuses the others.
    ///
    /// # Errors
    /// A table that cannot be opened.
    fn register_tables(&self, session: &SessionContext, names: &[String]) -> Result<(), EngineError>;
    /// Ids of customers as the source gave them, one for each key.
    ///
    /// # Errors
    /// Data that cannot be read.
    fn customer_ids(&self, keys: &[u32]) -> Result<Vec<String>, EngineError>;
}
