//! Accepted batches into the lake.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{AsArray, RecordBatch};
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::grain::Grain;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::zone::Zone;
use rayon::prelude::*;

use crate::error::EngineError;
use crate::ingest::batch::{Batch, Loaded, decide};
use crate::ingest::batches::Earlier;
use crate::ingest::customers::CustomerIds;
use crate::ingest::import::{Import, State};
use crate::ingest::report::{BatchReport, Reject};
use crate::ingest::write;
use crate::lake::schema::{BATCHES, REJECTS};
use crate::lake::{Head, Lake, LakeView, LakeWriter};

use super::LIVE;
use super::added::Added;
use super::check::latest_us;
use super::merge::merged;
use super::parse::{Parsed, parse};

/// A batch that was accepted.
#[derive(Clone, Debug)]
pub struct LiveBatch {
    /// What its sender calls it.
    pub id: String,
    /// When it arrived, microseconds: when its events became known.
    pub received_us: i64,
    /// JSON lines.
    pub lines: Vec<u8>,
}

/// Where events go, and how they are counted.
#[derive(Clone, Debug)]
pub struct Place {
    /// The lake.
    pub lake: Lake,
    /// The workspace's time zone.
    pub zone: Zone,
    /// The workspace's currency.
    pub currency: String,
}

/// What a commit did.
#[derive(Clone, Debug)]
pub struct Committed {
    /// The lake's head after it.
    pub head: Head,
    /// Batches that are in the lake now, those included that were there before.
    pub batches: u64,
    /// Rows that came in.
    pub rows: u64,
    /// What it added; `None` when all batches were there already and nothing was committed.
    pub added: Option<Added>,
}

/// Puts batches into the lake, many as one commit. Between commits it keeps the customers' ids, so that a commit costs what it adds.
#[derive(Debug)]
pub struct LiveWriter {
    place: Place,
    known: Option<Known>,
}

/// What is known of the lake as of a commit.
#[derive(Debug)]
struct Known {
    commit: u64,
    ids: CustomerIds,
    batches: BTreeSet<String>,
}

/// Ids of the live batches in the lake, in the order in which they came in.
///
/// # Errors
/// When the table cannot be read.
pub fn stored_ids(view: &LakeView) -> Result<Vec<String>, EngineError> {
    let mut found = Vec::new();
    for batch in view.read(BATCHES, &["batch_id", "source"])? {
        let (ids, sources) = (batch.column(0).as_string::<i32>(), batch.column(1).as_string::<i32>());
        let live = ids.iter().zip(sources).filter(|(_, source)| *source == Some(LIVE));
        found.extend(live.filter_map(|(id, _)| id.map(str::to_owned)));
    }
    Ok(found)
}

fn unheard(_: &str, _: u64, _: u64) {}
fn patient() {}

impl LiveWriter {
    /// A writer that knows nothing of the lake yet.
    pub fn new(place: Place) -> Self {
        Self { place, known: None }
    }

    /// Where events go.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Commits batches; one that the lake has is left out, as is the second of two with the same id. Waits while another commit is under way.
    ///
    /// # Errors
    /// When the lake cannot be read or written: it is then as it was, and the batches can be given again.
    pub fn commit(&mut self, batches: &[LiveBatch], now_us: i64) -> Result<Committed, EngineError> {
        let mut writer = self.place.lake.begin(|| {})?;
        let view = writer.base();
        // Taken: if anything fails, it is read again.
        let mut known = match self.known.take() {
            Some(known) if known.commit == view.head().commit && known.ids.len() == view.head().customers => known,
            _ => Known {
                commit: view.head().commit,
                ids: CustomerIds::load(&view)?,
                batches: stored_ids(&view)?.into_iter().collect(),
            },
        };
        let new: Vec<&LiveBatch> = batches
            .iter()
            .filter(|batch| known.batches.insert(batch.id.clone()))
            .collect();
        if new.is_empty() {
            self.known = Some(known);
            return Ok(Committed {
                head: view.head().clone(),
                batches: batches.len() as u64,
                rows: 0,
                added: None,
            });
        }
        let parsed: Vec<Result<Parsed, Refusal>> = new.par_iter().map(|batch| parse(&batch.lines)).collect();
        let mut state = State::live(known.ids, view.head().next_row);
        let mut pile = Pile::default();
        for (batch, parsed) in new.iter().zip(parsed) {
            self.decide_one(batch, parsed, &view, &mut state, &mut pile)?;
        }
        let events = self.stage(pile, &mut writer, &state, now_us)?;
        let rows = events.as_ref().map_or(0, RecordBatch::num_rows) as u64;
        let added = Added::of(events.as_ref(), view.head().commit, state.ids.len())?;
        let head = writer.publish()?;
        known.commit = head.commit;
        known.ids = state.ids;
        self.known = Some(known);
        Ok(Committed {
            head,
            batches: batches.len() as u64,
            rows,
            added: Some(added),
        })
    }

    /// Tells the writer that commit `to` of ours, made after `from`, changed nothing that it knows. Where another commit came between them, what the writer
    /// knows is old, and it reads the lake again.
    pub fn follow(&mut self, from: u64, to: u64) {
        if let Some(known) = self.known.as_mut()
            && known.commit == from
            && to == from + 1
        {
            known.commit = to;
        }
    }

    fn decide_one(
        &self,
        batch: &LiveBatch,
        parsed: Result<Parsed, Refusal>,
        view: &LakeView,
        state: &mut State,
        pile: &mut Pile,
    ) -> Result<(), EngineError> {
        let refused = match parsed {
            Ok(parsed) => {
                let Parsed { read, typed, spec } = parsed;
                let job = Import {
                    lake: &self.place.lake,
                    spec: &spec,
                    base: self.place.lake.root(),
                    zone: &self.place.zone,
                    currency: &self.place.currency,
                    now_us: batch.received_us,
                    dry_run: false,
                    batch_id: Some(&batch.id),
                    password: None,
                    progress: &unheard,
                    waiting: &patient,
                };
                let loaded = Loaded {
                    read,
                    name: LIVE,
                    id: &batch.id,
                    typed,
                };
                state.earlier = Earlier::default();
                state.latest_us = Some(latest_us(batch.received_us));
                match decide(&job, CanonicalTable::Events, view, state, loaded) {
                    Ok((report, decided)) => {
                        pile.add(batch.received_us, &report, decided.unwrap_or_default())?;
                        return Ok(());
                    }
                    Err(EngineError::Refused(refusal)) => *refusal,
                    Err(other) => return Err(other),
                }
            }
            Err(refusal) => refusal,
        };
        // It was accepted and is refused now, after a change of the workspace: it is recorded as rejected and does not stop the others.
        let mut report = BatchReport::new(LIVE, CanonicalTable::Events.name(), LIVE);
        report.batch_id.clone_from(&batch.id);
        report.rows_read = batch
            .lines
            .split(|&byte| byte == b'\n')
            .filter(|line| !line.is_empty())
            .count() as u64;
        report.rows_rejected = report.rows_read;
        let decided = Batch {
            rejects: vec![Reject {
                row: refused.row.unwrap_or(1),
                column: refused.column,
                value: refused.value,
                reason: refused.code,
                text: refused.problem,
                row_kept: false,
            }],
            ..Batch::default()
        };
        pile.add(batch.received_us, &report, decided)
    }

    /// Hands everything to the commit and gives the events.
    fn stage(
        &self,
        pile: Pile,
        writer: &mut LakeWriter,
        state: &State,
        now_us: i64,
    ) -> Result<Option<RecordBatch>, EngineError> {
        let events = merged(CanonicalTable::Events.name(), &pile.events)?;
        let customers = merged(CanonicalTable::Customers.name(), &pile.customers)?;
        let rejects = merged(REJECTS, &pile.rejects)?;
        let batches = merged(BATCHES, &pile.batches)?;
        for (table, rows) in [
            (CanonicalTable::Events.name(), &events),
            (CanonicalTable::Customers.name(), &customers),
            (REJECTS, &rejects),
            (BATCHES, &batches),
        ] {
            if let Some(rows) = rows {
                writer.append(table, vec![rows.clone()], now_us)?;
            }
        }
        for (grain, periods) in pile.stale {
            let stale = writer.head.stale.entry(grain.id().to_owned()).or_default();
            stale.extend(periods);
        }
        writer.head.next_row = state.next_row;
        writer.head.customers = state.ids.len();
        if writer.head.time_zone.is_empty() {
            self.place.zone.name().clone_into(&mut writer.head.time_zone);
        }
        Ok(events)
    }
}

/// Rows of the batches of a commit.
#[derive(Debug, Default)]
struct Pile {
    events: Vec<RecordBatch>,
    customers: Vec<RecordBatch>,
    rejects: Vec<RecordBatch>,
    batches: Vec<RecordBatch>,
    stale: BTreeMap<Grain, BTreeSet<i32>>,
}

impl Pile {
    fn add(&mut self, received_us: i64, report: &BatchReport, batch: Batch) -> Result<(), EngineError> {
        self.events.extend(batch.rows);
        self.customers.extend(batch.customers);
        if !batch.rejects.is_empty() {
            self.rejects.push(write::reject_rows(report, &batch.rejects)?);
        }
        self.batches
            .push(write::batch_row(report, received_us, batch.span, &batch.columns)?);
        for (grain, periods) in batch.stale {
            self.stale.entry(grain).or_default().extend(periods);
        }
        Ok(())
    }
}
