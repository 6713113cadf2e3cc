//! Facts of the next commit out of those of this one and what it added: what is large is copied or shared, not read again.

use std::sync::{Arc, OnceLock};

use holdfast_domain::day::Day;
use holdfast_panel::groups::Groups;
use holdfast_panel::history::{self, Contracts, Qualifying, Snapshots};

use crate::error::EngineError;
use crate::ingest::live::Added;
use crate::lake::LakeView;
use crate::metrics::data::{GroupTable, MetricData};
use crate::metrics::view::KeptViews;

use super::events::signature;
use super::kept_groups::KeptGroups;
use super::lake_facts::{LakeFacts, lock};

impl LakeFacts {
    /// The facts of `view`, which is the next commit and holds more events and customers, nothing else new. What was read for this commit is there for
    /// that one, too. Where that cannot be said (a day to look back from, a lake whose end nothing but contracts tells), it is read anew.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn extended(&self, view: LakeView, added: &Added) -> Result<Self, EngineError> {
        let span = added.events.chunks.iter().flat_map(|chunk| &chunk.occurred_at_us);
        let span = span.fold(None, |span: Option<(i64, i64)>, &at| {
            Some(span.map_or((at, at), |(first, last)| (first.min(at), last.max(at))))
        });
        let simple = self.settings.as_of.is_none() && self.has_instants && added.leads(&self.view, &view);
        if !simple || view.is_restricted() {
            return Self::new(view, self.settings.clone());
        }
        let days = span.map(|(first, last)| [first, last].map(|at| self.settings.zone.day_of(at)));
        let widest = |day: Option<Day>, other: Option<Day>| day.into_iter().chain(other).min();
        let customers = view.head().customers;
        let grown = customers != self.view.head().customers;
        let next = Self {
            first_day: widest(self.first_day, days.map(|[first, _]| first)),
            through: days.map_or(self.through, |[_, last]| self.through.max(last)),
            contracts: kept(&self.contracts, |all| with_more(all, customers, grown)),
            snapshots: kept(&self.snapshots, |all| snapshots(all, customers, grown)),
            interactions: kept(&self.interactions, Arc::clone),
            responses: kept(&self.responses, Arc::clone),
            ids: if grown {
                OnceLock::new()
            } else {
                kept(&self.ids, Arc::clone)
            },
            view,
            settings: self.settings.clone(),
            dimensions: self.dimensions.clone(),
            has_instants: true,
            events: OnceLock::new(),
            histories: Default::default(),
            spells: Default::default(),
            groups: KeptGroups::of_all(),
            views: KeptViews::of_all(),
        };
        next.take_histories(self, added);
        next.take_groups(self, grown);
        Ok(next)
    }

    /// Reads and counts ahead what was asked of other facts, so that whoever asks the same of these need not wait.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn warm_as(&self, other: &Self) -> Result<(), EngineError> {
        let there = |id: &String| self.settings.definitions.iter().any(|definition| definition.id == *id);
        for definition in lock(&other.spells)
            .keys()
            .filter(|id| there(id))
            .cloned()
            .collect::<Vec<_>>()
        {
            self.spells(&definition)?;
        }
        for definition in &self.settings.definitions {
            if lock(&other.histories).contains_key(&signature(definition.rule.counts())) {
                self.history(&definition.id)?;
            }
        }
        for (dimensions, _) in other.groups.all() {
            if dimensions.iter().all(|name| self.dimensions.contains(name)) {
                self.groups(&dimensions)?;
            }
        }
        Ok(())
    }

    fn take_histories(&self, before: &Self, added: &Added) {
        let known: Vec<_> = lock(&before.histories)
            .iter()
            .map(|(name, history)| (name.clone(), Arc::clone(history)))
            .collect();
        for (name, history) in known {
            let rules = self
                .settings
                .definitions
                .iter()
                .map(|definition| definition.rule.counts());
            let Some(counts) = rules.into_iter().find(|counts| signature(*counts) == name) else {
                continue;
            };
            let qualifying = Qualifying::of(counts, &added.events.kinds);
            let more = history::build(&added.events, &self.settings.zone, &qualifying);
            let extended = if added.events.is_empty() && more.customers() == history.customers() {
                history
            } else {
                Arc::new(history::extend(&history, &more))
            };
            lock(&self.histories).insert(name, extended);
        }
    }

    fn take_groups(&self, before: &Self, grown: bool) {
        for (dimensions, table) in before.groups.all() {
            let table = if grown {
                Arc::new(with_unknown(&table, dimensions.len(), self.view.head().customers))
            } else {
                table
            };
            self.groups.keep(dimensions, table);
        }
    }
}

fn kept<T>(cell: &OnceLock<Arc<T>>, next: impl FnOnce(&Arc<T>) -> Arc<T>) -> OnceLock<Arc<T>> {
    cell.get()
        .map_or_else(OnceLock::new, |known| OnceLock::from(next(known)))
}

/// Positions of as many customers: those who came have no entries.
fn more_starts(starts: &[u32], customers: u32) -> Vec<u32> {
    let mut starts = starts.to_vec();
    starts.resize(customers as usize + 1, starts.last().copied().unwrap_or(0));
    starts
}

fn with_more(all: &Arc<Contracts>, customers: u32, grown: bool) -> Arc<Contracts> {
    if !grown {
        return Arc::clone(all);
    }
    Arc::new(Contracts {
        starts: more_starts(&all.starts, customers),
        ..all.as_ref().clone()
    })
}

fn snapshots(all: &Arc<Snapshots>, customers: u32, grown: bool) -> Arc<Snapshots> {
    if !grown {
        return Arc::clone(all);
    }
    Arc::new(Snapshots {
        starts: more_starts(&all.starts, customers),
        ..all.as_ref().clone()
    })
}

/// The groups of as many customers: of those who came nothing is known.
fn with_unknown(table: &GroupTable, dimensions: usize, customers: u32) -> GroupTable {
    let unknown = vec![None; dimensions];
    let mut labels = table.labels.clone();
    let group = labels.iter().position(|label| *label == unknown).unwrap_or_else(|| {
        labels.push(unknown);
        labels.len() - 1
    }) as u32;
    let mut groups = Groups {
        count: labels.len() as u32,
        ..table.groups.clone()
    };
    for _ in groups.starts.len().saturating_sub(1)..customers as usize {
        groups.from_day.push(i32::MIN);
        groups.group.push(group);
        groups.starts.push(groups.group.len() as u32);
    }
    GroupTable { groups, labels }
}
