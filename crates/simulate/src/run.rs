//! The simulation: customer after customer, row after row.

use crate::cell::{Cell, Sink, SinkError, TableName};
use crate::draw::Draw;
use crate::life::Life;
use crate::plan::{Plan, SimulateError};
use crate::tables;
use crate::tally::Tally;
use crate::trade::{live, trade};
use crate::truth::{TableRows, Truth};
use crate::world::World;

/// Customers between two reports of progress.
const STEP: u64 = 1_024;

/// Simulates a company into `sink` and returns the truth about it. Memory is bounded, whatever the number of customers.
/// `progress` hears of customers done and in all.
///
/// # Errors
/// A plan that [`Plan::check`] refuses, or a sink that fails; rows already handed over are then the sink's to discard.
pub fn simulate(plan: &Plan, sink: &mut dyn Sink, progress: &dyn Fn(u64, u64)) -> Result<Truth, SimulateError> {
    plan.check()?;
    let world = World::new(plan);
    let trade = trade(plan.industry);
    let mut tally = Tally::new(&world, &trade);
    let mut sink = Counting {
        sink,
        rows: [0; TableName::ALL.len()],
    };
    let headers = tables::headers(&trade, plan.canary);
    for (table, columns) in &headers {
        sink.header(*table, columns)?;
    }
    let mut life = Life::new();
    let mut text = String::new();
    for number in 1..=plan.customers {
        let mut draw = Draw::new(world.seed, number);
        life.clear(number);
        live(&world, &mut draw, &mut life);
        life.events.sort_by_key(|event| (event.day, event.second));
        life.talks.sort_by_key(|talk| (talk.opened, talk.second));
        tables::write(&world, &trade, &mut draw, &life, &mut text, &mut sink)?;
        tally.add(&world, &trade, &life);
        if number % STEP == 0 || number == plan.customers {
            progress(number, plan.customers);
        }
    }
    let rows = headers.iter().map(|(table, _)| TableRows {
        table: table.name().to_string(),
        rows: sink.rows.get(table.index()).copied().unwrap_or(0),
    });
    Ok(tally.truth(&world, &trade, rows.collect()))
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
