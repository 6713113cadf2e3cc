//! The lake's Parquet files become the panel.

use std::path::Path;

use holdfast_domain::zone::Zone;
use holdfast_engine::lake::Wanted;
use holdfast_panel::events::{EventChunk, Events};
use holdfast_panel::panel::Panel;
use holdfast_panel::rhythm::{History, Rhythm};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::phases::Phases;
use crate::{Fallible, event_rows, periods, view};

const WITH_PRODUCTS: Wanted = Wanted {
    products: true,
    from_us: None,
    before_us: None,
};

/// The events of the lake.
pub fn events(folder: &Path) -> Fallible<Events> {
    Ok(view(folder)?.events(WITH_PRODUCTS)?)
}

/// Reads and builds, together and apart, and copies as many bytes.
pub fn run(folder: &Path) -> Fallible<()> {
    let (periods, zone) = (periods()?, Zone::utc());
    let mut phases = Phases::default();
    let rows = event_rows(&view(folder)?);
    let panel = phases.phase("panel", rows, || Ok(Panel::build(&events(folder)?, &periods)))?;
    let mut figures = figures(&panel);
    drop(panel);
    let history = phases.phase("panel and rhythm", rows, || {
        Ok(History::build(&events(folder)?, &periods, &zone))
    })?;
    add_rhythm(&history.rhythm, &mut figures);
    drop(history);
    let events = phases.phase("  reading", rows, || events(folder))?;
    let panel = phases.phase("  building", rows, || Ok(Panel::build(&events, &periods)))?;
    // What memory allows at best: every byte that the panel is made from and of, read once and written once.
    let copied = phases.phase("  a plain copy", rows, || Ok(copy(&events, &panel)))?;
    std::hint::black_box(copied);
    phases.print(&figures);
    Ok(())
}

fn copy(events: &Events, panel: &Panel) -> (Vec<EventChunk>, Panel) {
    let chunks = events.chunks.par_iter().cloned().collect();
    (chunks, copy_panel(panel))
}

/// Copies a panel with all threads.
pub fn copy_panel(panel: &Panel) -> Panel {
    Panel {
        periods: panel.periods.clone(),
        kinds: panel.kinds.clone(),
        customers: panel.customers,
        blocks: panel.blocks.par_iter().cloned().collect(),
    }
}

/// Sums over all cells; the other side has the same.
fn figures(panel: &Panel) -> Map<String, Value> {
    let cells = || panel.blocks.iter().map(|block| &block.cells);
    let sum = |of: &dyn Fn(&holdfast_panel::panel::Cells) -> i64| -> Value { json!(cells().map(of).sum::<i64>()) };
    let amounts = |values: &[i64]| {
        values
            .iter()
            .filter(|&&value| value != EventChunk::NO_AMOUNT)
            .sum::<i64>()
    };
    let counts = |values: &[u32]| values.iter().map(|&value| i64::from(value)).sum::<i64>();
    let instants = |values: &[i64]| values.iter().map(|at| at / 1_000_000).sum::<i64>();
    let quantity: f64 = cells().flat_map(|cells| &cells.quantity_sum).sum();
    let mut figures = Map::new();
    let mut add = |name: &str, figure: Value| figures.insert(name.to_owned(), figure);
    add("cells", json!(panel.len()));
    add("events", sum(&|cells| counts(&cells.count)));
    add("with_amount", sum(&|cells| counts(&cells.with_amount)));
    add("amount_sum", sum(&|cells| cells.amount_sum_minor.iter().sum()));
    add("amount_min", sum(&|cells| amounts(&cells.amount_min_minor)));
    add("amount_max", sum(&|cells| amounts(&cells.amount_max_minor)));
    add("quantity_sum", json!(quantity));
    add("first_at", sum(&|cells| instants(&cells.first_at_us)));
    add("last_at", sum(&|cells| instants(&cells.last_at_us)));
    add("products", sum(&|cells| counts(&cells.products)));
    let products_events = |cells: &holdfast_panel::panel::Cells| {
        let pairs = cells.products.iter().zip(&cells.count);
        pairs
            .map(|(&products, &events)| i64::from(products) * i64::from(events))
            .sum()
    };
    add("products_events", sum(&products_events));
    let period_events = |cells: &holdfast_panel::panel::Cells| {
        let pairs = cells.period.iter().zip(&cells.count);
        pairs
            .map(|(&period, &events)| i64::from(period) * i64::from(events))
            .sum()
    };
    add("period_events", sum(&period_events));
    figures
}

fn add_rhythm(rhythm: &Rhythm, figures: &mut Map<String, Value>) {
    let sum = |values: &[u32]| json!(values.iter().map(|&value| u64::from(value)).sum::<u64>());
    figures.insert("active_days".to_owned(), sum(&rhythm.active_days));
    figures.insert("gaps_days".to_owned(), sum(&rhythm.gaps_days));
}
