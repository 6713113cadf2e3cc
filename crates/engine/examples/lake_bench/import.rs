//! Files into a new lake.

use std::fs;
use std::path::Path;

use holdfast_domain::source::SourceSpec;
use holdfast_domain::zone::Zone;
use holdfast_engine::ingest::{Import, import};
use holdfast_engine::lake::{Lake, Moment, Wanted};
use holdfast_panel::events::EventChunk;
use serde_json::{Map, json};

use crate::phases::Phases;
use crate::{Fallible, as_of_us};

/// Imports `events-*.{form}` and checks what is there now.
pub fn run(form: &str, folder: &Path) -> Fallible<()> {
    let root = folder.join(format!("lake-{form}"));
    if root.exists() {
        fs::remove_dir_all(&root)?;
    }
    let lake = Lake::at(&root);
    let spec: SourceSpec = serde_json::from_value(json!({
        "id": "events", "table": "events", "files": [format!("events-*.{form}")], "money_in_minor_units": true,
        "columns": {
            "customer_id": "customer_id", "occurred_at": "occurred_at", "kind": "kind", "amount": "amount_minor",
            "quantity": "quantity", "product": "product",
        },
    }))?;
    let zone = Zone::utc();
    let job = Import {
        lake: &lake,
        spec: &spec,
        base: folder,
        zone: &zone,
        currency: "CNY",
        now_us: as_of_us()?,
        dry_run: false,
        batch_id: None,
        password: None,
        progress: &|_, _, _| {},
        waiting: &|| {},
    };
    let mut phases = Phases::default();
    // The rows are known once they are read; the line is written again with them below.
    let reports = phases.phase("import", 0, || Ok(import(&job)?))?;
    let rows: u64 = reports.iter().map(|report| report.rows_new).sum();
    phases.rows("import", rows);
    let events = lake.view(Moment::LATEST)?.events(Wanted::default())?;
    let amounts = events.chunks.iter().flat_map(|chunk| &chunk.amount_minor);
    let amount: i64 = amounts.filter(|&&amount| amount != EventChunk::NO_AMOUNT).sum();
    let seconds = |chunk: &EventChunk| chunk.occurred_at_us.iter().map(|at| at / 1_000_000).sum::<i64>();
    let occurred_at: i64 = events.chunks.iter().map(seconds).sum();
    let figures = [
        ("rows", events.len() as i64),
        ("amount", amount),
        ("occurred_at", occurred_at),
    ];
    let figures: Map<String, _> = figures
        .into_iter()
        .map(|(name, figure)| (name.to_owned(), json!(figure)))
        .collect();
    phases.print(&figures);
    Ok(())
}
