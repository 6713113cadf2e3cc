//! The same facts for a reader who may see some customers alone.

use std::sync::Arc;

use datafusion::execution::context::SessionContext;
use holdfast_domain::day::Day;
use holdfast_domain::rule::DeclaredChurn;
use holdfast_domain::zone::Zone;
use holdfast_panel::events::Events;
use holdfast_panel::groups::Groups;
use holdfast_panel::history::{Contracts, DayHistory, Interactions, Responses};
use holdfast_panel::spells::Spells;

use crate::error::EngineError;
use crate::lake::{LakeView, Permitted, Restriction};
use crate::metrics::data::{Benchmark, GroupTable, MetricData};
use crate::metrics::view::KeptViews;

use super::kept_groups::KeptGroups;
use super::lake_facts::LakeFacts;

/// Facts of which one reader counts the permitted customers alone. The arrays are everybody's and shared: other customers are in a group that nobody sees,
/// as those are whom a filter leaves out. What a figure compares customers with (the means of RFM, the rhythm of all customers, the day up to which the
/// data go) stays that of the company, so that a customer has the same state for every reader.
#[derive(Debug)]
pub struct RestrictedFacts {
    facts: Arc<LakeFacts>,
    view: LakeView,
    permitted: Arc<Permitted>,
    groups: KeptGroups,
    views: KeptViews,
}

impl RestrictedFacts {
    /// The facts for a reader.
    ///
    /// # Errors
    /// When `customers` cannot be read.
    pub fn new(facts: Arc<LakeFacts>, restriction: Restriction) -> Result<Self, EngineError> {
        let view = facts.view().restricted(restriction);
        let permitted = view.permitted()?.unwrap_or_default();
        Ok(Self {
            facts,
            view,
            permitted,
            groups: KeptGroups::of_one(),
            views: KeptViews::of_one(),
        })
    }

    /// The lake as this reader sees it: for SQL, exports and lists.
    pub fn view(&self) -> &LakeView {
        &self.view
    }

    /// The shared facts.
    pub fn facts(&self) -> &Arc<LakeFacts> {
        &self.facts
    }
}

/// Puts customers outside into a last group without a label, and takes out labels that no permitted customer ever had.
fn without_others(table: &GroupTable, permitted: &Permitted) -> GroupTable {
    let spans = table.groups.starts.windows(2).enumerate();
    let mut used = vec![false; table.groups.count as usize];
    let mut outside = vec![true; table.groups.group.len()];
    for (customer, span) in spans {
        if permitted.holds(customer as u32) {
            for entry in span[0] as usize..span[1] as usize {
                used[table.groups.group[entry] as usize] = true;
                outside[entry] = false;
            }
        }
    }
    // Without dimensions there is one group, also when it is empty.
    let everybody = table.labels.first().is_some_and(Vec::is_empty);
    let mut labels = Vec::new();
    let mut codes = vec![u32::MAX; used.len()];
    for (group, label) in table.labels.iter().enumerate() {
        if everybody || used.get(group) == Some(&true) {
            codes[group] = labels.len() as u32;
            labels.push(label.clone());
        }
    }
    let nobody = labels.len() as u32;
    let group = table.groups.group.iter().zip(outside);
    GroupTable {
        groups: Groups {
            count: nobody + 1,
            starts: table.groups.starts.clone(),
            from_day: table.groups.from_day.clone(),
            group: group
                .map(|(&group, outside)| if outside { nobody } else { codes[group as usize] })
                .collect(),
        },
        labels,
    }
}

impl MetricData for RestrictedFacts {
    fn zone(&self) -> &Zone {
        self.facts.zone()
    }

    fn currency(&self) -> &str {
        self.facts.currency()
    }

    fn customers(&self) -> u32 {
        self.facts.customers()
    }

    fn as_of(&self) -> Day {
        self.facts.as_of()
    }

    fn through(&self) -> Day {
        self.facts.through()
    }

    fn first_day(&self) -> Option<Day> {
        self.facts.first_day()
    }

    fn definitions(&self) -> &[DeclaredChurn] {
        self.facts.definitions()
    }

    fn dimensions(&self) -> &[String] {
        self.facts.dimensions()
    }

    fn benchmarks(&self) -> &[Benchmark] {
        self.facts.benchmarks()
    }

    fn permitted(&self) -> Option<&Permitted> {
        Some(&self.permitted)
    }

    fn kept_views(&self) -> Option<&KeptViews> {
        Some(&self.views)
    }

    fn spells(&self, definition: &str) -> Result<Arc<Spells>, EngineError> {
        self.facts.spells(definition)
    }

    fn history(&self, definition: &str) -> Result<Arc<DayHistory>, EngineError> {
        self.facts.history(definition)
    }

    fn contracts(&self) -> Result<Arc<Contracts>, EngineError> {
        self.facts.contracts()
    }

    fn interactions(&self) -> Result<Arc<Interactions>, EngineError> {
        self.facts.interactions()
    }

    fn responses(&self) -> Result<Arc<Responses>, EngineError> {
        self.facts.responses()
    }

    fn events(&self) -> Result<Arc<Events>, EngineError> {
        self.facts.events()
    }

    fn groups(&self, dimensions: &[String]) -> Result<Arc<GroupTable>, EngineError> {
        if let Some(known) = self.groups.get(dimensions) {
            return Ok(known);
        }
        let found = Arc::new(without_others(self.facts.groups(dimensions)?.as_ref(), &self.permitted));
        self.groups.keep(dimensions.to_vec(), Arc::clone(&found));
        Ok(found)
    }

    fn register_tables(&self, session: &SessionContext, names: &[String]) -> Result<(), EngineError> {
        self.facts.register(&self.view, session, names)
    }

    fn customer_ids(&self, keys: &[u32]) -> Result<Vec<String>, EngineError> {
        let mut ids = self.facts.customer_ids(keys)?;
        for (id, &key) in ids.iter_mut().zip(keys) {
            if !self.permitted.holds(key) {
                id.clear();
            }
        }
        Ok(ids)
    }
}
