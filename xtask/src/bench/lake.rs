//! `cargo xtask bench lake`: import and the twenty most used metrics against DuckDB.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::measure;
use super::phases::{Line, Measured, agreement, alternately, table};
use super::shop::{Options, Shop, bytes};

const MIB: f64 = (1 << 20) as f64;

pub fn run(arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    let shop = Shop::open(&options)?;
    let load = measure::load_average();
    let (mut sides, mut tables, mut agrees) = (Vec::new(), Vec::new(), true);
    for form in ["csv", "parquet"] {
        let (imported, agree, table) = import(&shop, form, options.runs)?;
        agrees &= agree;
        sides.extend(imported);
        tables.push(table);
    }
    shop.prepare()?;
    let (asked, agree, table) = metrics(&shop, options.runs)?;
    agrees &= agree;
    sides.extend(asked);
    tables.push(table);
    let sides: Vec<Value> = sides.iter().map(Measured::json).collect();
    super::keep(
        "lake.json",
        &json!({
            "events": shop.size.events, "customers": shop.size.customers, "threads": measure::THREADS,
            "load_average_before": load, "tables": tables, "sides": sides, "agrees": agrees,
        }),
    )?;
    ensure!(agrees, "the sides do not agree");
    Ok(())
}

type Case = (Vec<Measured>, bool, Value);

fn import(shop: &Shop, form: &str, runs: usize) -> Result<Case> {
    let sides = alternately(&[
        shop.ours("holdfast import", &["import", form], runs),
        shop.duckdb("DuckDB CREATE TABLE AS SELECT", &["import", form], &[], runs),
    ])?;
    let files = shop.event_bytes(form)? as f64 / MIB;
    let title = format!("import of {form} ({files:.0} MiB), {} events", shop.size.events);
    let lines: Vec<Line<'_>> = sides
        .iter()
        .map(|side| Line::new(&side.name, side, &["import"]))
        .collect();
    let table = table(&title, "rows/s", &lines)?;
    let stored = |name: &str| bytes(&shop.folder.join(name)).map(|bytes| bytes as f64 / MIB);
    let (lake, duckdb) = (stored(&format!("lake-{form}"))?, stored(&format!("{form}.duckdb"))?);
    println!("stored: {lake:.0} MiB in the lake, {duckdb:.0} MiB in DuckDB's file");
    let agrees = agreement(&sides)?;
    Ok((sides, agrees, table))
}

fn metrics(shop: &Shop, runs: usize) -> Result<Case> {
    let sides = alternately(&[
        shop.ours("holdfast", &["metrics"], runs),
        shop.duckdb("DuckDB, prepared tables", &["metrics", "prepared"], &[], runs),
        shop.duckdb("DuckDB, from the events", &["metrics", "events"], &[], runs.min(1)),
    ])?;
    println!(
        "\nmetrics by month, the last twelve, {} events; milliseconds in one process: first run, median of the later ones",
        shop.size.events
    );
    println!(
        "{:<24} {:>9} {:>9} {:>13} {:>13} {:>13}",
        "", "ours", "ours", "DuckDB", "DuckDB", "DuckDB"
    );
    println!(
        "{:<24} {:>9} {:>9} {:>13} {:>13} {:>13}",
        "", "first", "later", "tables, first", "tables, later", "from events"
    );
    let mut record = Vec::new();
    let mut slowest = 0.0_f64;
    for (name, ours) in &sides[0].phases {
        let (Some(first), Some(prepared), Some(events)) =
            (ours.cold_seconds, sides[1].phases.get(name), sides[2].phases.get(name))
        else {
            continue;
        };
        slowest = slowest.max(ours.seconds);
        let milliseconds = [
            first,
            ours.seconds,
            prepared.cold_seconds.unwrap_or(f64::NAN),
            prepared.seconds,
            events.seconds,
        ]
        .map(|seconds| seconds * 1000.0);
        let [first, later, their_first, their_later, from_events] = milliseconds;
        println!("{name:<24} {first:>9.1} {later:>9.1} {their_first:>13.1} {their_later:>13.1} {from_events:>13.1}");
        record.push(json!({"metric": name, "milliseconds": milliseconds}));
    }
    let prepare = |side: &Measured| side.phases.get("prepare").copied().unwrap_or_default();
    let (ours, theirs) = (prepare(&sides[0]), prepare(&sides[1]));
    println!(
        "making what queries start from: {:.2} s and {:.0} MiB ours (days, spells), {:.2} s and {:.0} MiB DuckDB's (tables)",
        ours.seconds, ours.peak_mib, theirs.seconds, theirs.peak_mib
    );
    println!("slowest of ours, warm: {:.1} ms (goal 100)", slowest * 1000.0);
    let agrees = agreement(&sides)?;
    Ok((sides, agrees, json!({"title": "metrics", "lines": record})))
}
