//! The simulation: customer after customer, row after row.

use std::io::{Read, Seek, Write};

use crate::cell::{Cell, Sink, SinkError, TableName};
use crate::draw::Draw;
use crate::life::Life;
use crate::metrics::ledger::{HEADER, Ledger};
use crate::plan::{Plan, SimulateError};
use crate::tables;
use crate::tally::Tally;
use crate::trade::{live, trade};
use crate::truth::{TableRows, Truth};
use crate::world::World;

/// Customers between two reports of progress.
const STEP: u64 = 1_024;

/// Where notes are kept until the end: an empty file, or memory.
pub trait Scratch: Read + Write + Seek {}

impl<T: Read + Write + Seek> Scratch for T {}

/// What is known to be true about a simulated company.
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    /// What was planted.
    pub truth: Truth,
    /// The truth of every metric, as the text of `truth_metrics.csv` (docs/methods/simulator.md).
    pub metrics: String,
}

/// Simulates a company into `sink` and returns the truth about it. Memory is bounded, whatever the number of customers:
/// notes about each are kept in `scratch`, an empty file (some 300 bytes a customer for two years).
/// `progress` hears of customers done and in all.
///
/// # Errors
/// A plan that [`Plan::check`] refuses, a scratch file that fails, or a sink that fails; rows already handed over are then
/// the sink's to discard.
pub fn simulate(
    plan: &Plan,
    sink: &mut dyn Sink,
    scratch: &mut dyn Scratch,
    progress: &dyn Fn(u64, u64),
) -> Result<Company, SimulateError> {
    plan.check()?;
    let world = World::new(plan);
    let trade = trade(plan.industry);
    let mut tally = Tally::new(&world, &trade);
    let mut life = Life::new();
    let mut ledger = through(&world, &mut life).map(|through| Ledger::new(&world, &trade, through, scratch));
    let mut sink = Counting {
        sink,
        rows: [0; TableName::ALL.len()],
    };
    let headers = tables::headers(&trade, plan.canary);
    for (table, columns) in &headers {
        sink.header(*table, columns)?;
    }
    let mut text = String::new();
    for number in 1..=plan.customers {
        let mut draw = Draw::new(world.seed, number);
        life.clear(number);
        live(&world, &mut draw, &mut life);
        life.events.sort_by_key(|event| (event.day, event.second));
        life.talks.sort_by_key(|talk| (talk.opened, talk.second));
        tables::write(&world, &trade, &mut draw, &life, &mut text, &mut sink)?;
        tally.add(&world, &trade, &life);
        if let Some(ledger) = &mut ledger {
            ledger.add(&life).map_err(SimulateError::Scratch)?;
        }
        if number % STEP == 0 || number == plan.customers {
            progress(number, plan.customers);
        }
    }
    let rows = headers.iter().map(|(table, _)| TableRows {
        table: table.name().to_string(),
        rows: sink.rows.get(table.index()).copied().unwrap_or(0),
    });
    let truth = tally.truth(&world, &trade, rows.collect());
    let metrics = match ledger {
        Some(ledger) => ledger.finish().map_err(SimulateError::Scratch)?,
        None => HEADER.to_string(),
    };
    Ok(Company { truth, metrics })
}

/// The latest day with an event, which is where the data end: what counts as lost depends on it, so it is found first. Seldom
/// more than the first few hundred customers are needed, because nothing is later than the end of the history.
fn through<'w>(world: &'w World, life: &mut Life<'w>) -> Option<i32> {
    let mut latest = None;
    for number in 1..=world.plan.customers {
        life.clear(number);
        live(world, &mut Draw::new(world.seed, number), life);
        latest = latest.max(life.events.iter().map(|event| event.day).max());
        if latest >= Some(world.end) {
            break;
        }
    }
    latest
}

/// Counts rows on their way to the sink.
struct Counting<'s> {
    sink: &'s mut dyn Sink,
    rows: [u64; TableName::ALL.len()],
}

impl Sink for Counting<'_> {
    fn header(&mut self, table: TableName, columns: &[&str]) -> Result<(), SinkError> {
        self.sink.header(table, columns)
    }

    fn row(&mut self, table: TableName, cells: &[Cell<'_>]) -> Result<(), SinkError> {
        if let Some(count) = self.rows.get_mut(table.index()) {
            *count += 1;
        }
        self.sink.row(table, cells)
    }
}
