//! The lake as metrics see it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use datafusion::execution::context::SessionContext;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::day::Day;
use holdfast_domain::rule::DeclaredChurn;
use holdfast_domain::zone::Zone;
use holdfast_panel::events::Events;
use holdfast_panel::history::{self, Contracts, DayHistory, Interactions, Qualifying, Responses, Snapshots};
use holdfast_panel::spells::{SpellInputs, Spells, spells};

use crate::error::{Doing, EngineError};
use crate::ingest::customer_ids;
use crate::lake::schema::{self, PANEL};
use crate::lake::{LakeView, Wanted};
use crate::metrics::data::{Benchmark, GroupTable, MetricData};
use crate::metrics::view::KeptViews;
use crate::query::{SessionSettings, register};

use super::events::signature;
use super::groups::groups;
use super::kept_groups::KeptGroups;
use super::rows;

/// What the workspace says about its data.
#[derive(Clone, Debug)]
pub struct FactSettings {
    /// Time zone.
    pub zone: Zone,
    /// ISO code.
    pub currency: String,
    /// Churn definitions, the default first.
    pub definitions: Vec<DeclaredChurn>,
    /// Attributes of customers to split by; empty: region, channel, owner, segment and every attribute that is a text and not personal.
    pub dimensions: Vec<String>,
    /// What metrics are usually like.
    pub benchmarks: Vec<Benchmark>,
    /// The day that is looked back from; absent: the day after the last day with data.
    pub as_of: Option<Day>,
}

/// A view of the lake, its arrays read when first asked for and kept. Correct as long as it lives: the view is one commit.
#[derive(Debug)]
pub struct LakeFacts {
    pub(super) view: LakeView,
    pub(super) settings: FactSettings,
    pub(super) dimensions: Vec<String>,
    pub(super) first_day: Option<Day>,
    pub(super) through: Day,
    /// Whether an event, an interaction or an answer tells when the data begin and end.
    pub(super) has_instants: bool,
    pub(super) events: OnceLock<Arc<Events>>,
    pub(super) contracts: OnceLock<Arc<Contracts>>,
    pub(super) interactions: OnceLock<Arc<Interactions>>,
    pub(super) responses: OnceLock<Arc<Responses>>,
    pub(super) snapshots: OnceLock<Arc<Snapshots>>,
    pub(super) ids: OnceLock<Arc<Vec<String>>>,
    pub(super) histories: Mutex<BTreeMap<String, Arc<DayHistory>>>,
    pub(super) spells: Mutex<BTreeMap<String, Arc<Spells>>>,
    pub(super) groups: KeptGroups,
    pub(super) views: KeptViews,
}

/// A cache is whole even if a thread died while it held the lock: entries are inserted whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl LakeFacts {
    /// The facts of a view.
    ///
    /// # Errors
    /// When the lake cannot be read, or the view is one reader's: facts are shared by all, [`RestrictedFacts`](super::RestrictedFacts) restricts them.
    pub fn new(view: LakeView, settings: FactSettings) -> Result<Self, EngineError> {
        if view.is_restricted() {
            return Err(EngineError::Failed {
                doing: "reading what metrics count".to_owned(),
                cause: "the view is restricted; restrict the facts instead".to_owned(),
            });
        }
        let zone = &settings.zone;
        let mut span: Option<(i32, i32)> = None;
        let mut widen =
            |first: i32, last: i32| span = Some(span.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
        for (table, column) in [
            ("events", "occurred_at"),
            ("interactions", "opened_at"),
            ("responses", "answered_at"),
        ] {
            if let Some((first, last)) = view.span(table, column)? {
                widen(zone.day_of(first).number(), zone.day_of(last).number());
            }
        }
        let today = settings.as_of.map(Day::number);
        let contracts = rows::contracts(&view, today)?;
        let (snapshots, snapshot_days) = rows::snapshots(&view, zone, today)?;
        let mut last = span.map(|(_, last)| last);
        let mut first = span.map(|(first, _)| first);
        if let Some(start) = contracts.started_on.iter().min() {
            first = Some(first.map_or(*start, |first| first.min(*start)));
            if last.is_none() {
                // Nothing else tells up to when the data go.
                let ends = contracts.ended_on.iter().filter(|&&end| end != Contracts::OPEN);
                last = contracts.started_on.iter().chain(ends).max().copied();
            }
        }
        if let Some((start, end)) = snapshot_days {
            first = Some(first.map_or(start, |first| first.min(start)));
            last = Some(last.map_or(end, |last| last.max(end)));
        }
        let limit = today.map(|today| today - 1);
        let through = match (last, limit) {
            (Some(last), Some(limit)) => last.min(limit),
            (Some(last), None) => last,
            (None, Some(limit)) => limit,
            (None, None) => -1,
        };
        let dimensions = dimensions(&view, &settings)?;
        Ok(Self {
            has_instants: span.is_some(),
            view,
            dimensions,
            first_day: first.map(Day::from_number),
            through: Day::from_number(through),
            settings,
            events: OnceLock::new(),
            contracts: OnceLock::from(Arc::new(contracts)),
            interactions: OnceLock::new(),
            responses: OnceLock::new(),
            snapshots: OnceLock::from(Arc::new(snapshots)),
            ids: OnceLock::new(),
            histories: Mutex::default(),
            spells: Mutex::default(),
            groups: KeptGroups::of_all(),
            views: KeptViews::of_all(),
        })
    }

    /// The view.
    pub fn view(&self) -> &LakeView {
        &self.view
    }

    /// Makes the tables of a metric known to a session as the view's reader sees them.
    pub(super) fn register(
        &self,
        view: &LakeView,
        session: &SessionContext,
        names: &[String],
    ) -> Result<(), EngineError> {
        let settings = SessionSettings {
            time_zone: self.settings.zone.name().to_owned(),
            ..SessionSettings::default()
        };
        let known = |name: &&str| CanonicalTable::parse(name).is_some() || *name == PANEL;
        let names: Vec<&str> = names.iter().map(String::as_str).filter(known).collect();
        register(session, view, &names, &settings)
    }

    fn definition(&self, id: &str) -> Result<&DeclaredChurn, EngineError> {
        let found = self.settings.definitions.iter().find(|definition| definition.id == id);
        found.ok_or_else(|| EngineError::Failed {
            doing: "looking for a churn definition".to_owned(),
            cause: format!("there is none with id {id}"),
        })
    }
}

fn dimensions(view: &LakeView, settings: &FactSettings) -> Result<Vec<String>, EngineError> {
    if !settings.dimensions.is_empty() {
        return Ok(settings.dimensions.clone());
    }
    let mut names: Vec<String> = ["region", "channel", "owner", "segment"].map(String::from).into();
    let ours = schema::of("customers");
    for field in view.schema("customers")?.fields() {
        let text = matches!(
            field.data_type(),
            arrow::datatypes::DataType::Utf8 | arrow::datatypes::DataType::Utf8View
        );
        let attribute = ours.field_with_name(field.name()).is_err();
        if text && attribute && !view.head().personal.contains(field.name()) {
            names.push(field.name().clone());
        }
    }
    Ok(names)
}

/// Reads once; a second thread that reads at the same time gives way to the first.
fn once<T>(cell: &OnceLock<Arc<T>>, read: impl FnOnce() -> Result<T, EngineError>) -> Result<Arc<T>, EngineError> {
    if let Some(known) = cell.get() {
        return Ok(Arc::clone(known));
    }
    let found = Arc::new(read()?);
    Ok(Arc::clone(cell.get_or_init(|| found)))
}

impl MetricData for LakeFacts {
    fn zone(&self) -> &Zone {
        &self.settings.zone
    }

    fn currency(&self) -> &str {
        &self.settings.currency
    }

    fn customers(&self) -> u32 {
        self.view.head().customers
    }

    fn as_of(&self) -> Day {
        self.settings.as_of.unwrap_or_else(|| self.through.plus(1))
    }

    fn through(&self) -> Day {
        self.through
    }

    fn first_day(&self) -> Option<Day> {
        self.first_day
    }

    fn definitions(&self) -> &[DeclaredChurn] {
        &self.settings.definitions
    }

    fn dimensions(&self) -> &[String] {
        &self.dimensions
    }

    fn benchmarks(&self) -> &[Benchmark] {
        &self.settings.benchmarks
    }

    fn kept_views(&self) -> Option<&KeptViews> {
        Some(&self.views)
    }

    fn spells(&self, definition: &str) -> Result<Arc<Spells>, EngineError> {
        if let Some(known) = lock(&self.spells).get(definition) {
            return Ok(Arc::clone(known));
        }
        let rule = &self.definition(definition)?.rule;
        let history = match rule.counts() {
            Some(_) => Some(self.history(definition)?),
            None => None,
        };
        let (contracts, snapshots) = (self.contracts()?, once(&self.snapshots, || Ok(Snapshots::default()))?);
        let inputs = SpellInputs {
            history: history.as_deref(),
            contracts: Some(&contracts),
            snapshots: Some(&snapshots),
        };
        let found =
            spells(rule, inputs, self.through.number()).doing(|| format!("applying churn definition {definition}"))?;
        let found = Arc::new(found);
        lock(&self.spells).insert(definition.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    fn history(&self, definition: &str) -> Result<Arc<DayHistory>, EngineError> {
        let counts = self.definition(definition)?.rule.counts();
        let name = signature(counts);
        if let Some(known) = lock(&self.histories).get(&name) {
            return Ok(Arc::clone(known));
        }
        let events = match self.events.get() {
            Some(events) => Arc::clone(events),
            // Not kept: days are made from them once, and they are the largest array there is.
            None => Arc::new(self.view.events(Wanted::default())?),
        };
        let qualifying = Qualifying::of(counts, &events.kinds);
        let found = Arc::new(history::build(&events, &self.settings.zone, &qualifying));
        lock(&self.histories).insert(name, Arc::clone(&found));
        Ok(found)
    }

    fn contracts(&self) -> Result<Arc<Contracts>, EngineError> {
        once(&self.contracts, || {
            rows::contracts(&self.view, self.settings.as_of.map(Day::number))
        })
    }

    fn interactions(&self) -> Result<Arc<Interactions>, EngineError> {
        once(&self.interactions, || rows::interactions(&self.view))
    }

    fn responses(&self) -> Result<Arc<Responses>, EngineError> {
        once(&self.responses, || rows::responses(&self.view))
    }

    fn events(&self) -> Result<Arc<Events>, EngineError> {
        once(&self.events, || self.view.events(Wanted::default()))
    }

    fn groups(&self, dimensions: &[String]) -> Result<Arc<GroupTable>, EngineError> {
        if let Some(known) = self.groups.get(dimensions) {
            return Ok(known);
        }
        let found = Arc::new(groups(&self.view, &self.settings.zone, dimensions)?);
        self.groups.keep(dimensions.to_vec(), Arc::clone(&found));
        Ok(found)
    }

    fn register_tables(&self, session: &SessionContext, names: &[String]) -> Result<(), EngineError> {
        self.register(&self.view, session, names)
    }

    fn customer_ids(&self, keys: &[u32]) -> Result<Vec<String>, EngineError> {
        let ids = once(&self.ids, || customer_ids(&self.view))?;
        Ok(keys
            .iter()
            .map(|&key| ids.get(key as usize).cloned().unwrap_or_default())
            .collect())
    }
}
