//! `cargo xtask bench panel`: events → panel → features against DuckDB's SQL, and how far from the speed of memory.

use anyhow::{Result, ensure};
use serde_json::json;

use super::measure;
use super::phases::{Line, Measured, agreement, alternately, table};
use super::shop::{Options, Shop};

pub fn run(arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    let shop = Shop::open(&options)?;
    shop.prepare()?;
    let load = measure::load_average();
    let (panel, panel_agrees, panel_tables) = panel(&shop, options.runs)?;
    let (features, features_agree, feature_tables) = features(&shop, options.runs)?;
    let sides: Vec<_> = panel.iter().chain(&features).map(Measured::json).collect();
    let tables = [panel_tables, feature_tables].concat();
    super::keep(
        "panel.json",
        &json!({
            "events": shop.size.events, "customers": shop.size.customers, "threads": measure::THREADS,
            "load_average_before": load, "tables": tables, "sides": sides,
            "agrees": panel_agrees && features_agree,
        }),
    )?;
    ensure!(panel_agrees && features_agree, "the sides do not agree");
    Ok(())
}

/// Beyond so many customers the grid does not fit the memory of a usual machine (8.4 GB at 500,000).
const GRID_CUSTOMERS: u64 = 500_000;

/// What our panel is made of, and what it is measured against.
const PARTS: [(&str, &[&str]); 3] = [
    ("  reading", &["  reading"]),
    ("  building", &["  building"]),
    ("  a plain copy of events and panel", &["  a plain copy"]),
];

type Case = (Vec<Measured>, bool, Vec<serde_json::Value>);

fn panel(shop: &Shop, runs: usize) -> Result<Case> {
    let files = format!("{}/lake-parquet/events/*.parquet", shop.folder.display());
    let sides = alternately(&[
        shop.ours("holdfast", &["panel"], runs),
        shop.duckdb("DuckDB, its own table", &["panel", "native"], &[], runs),
        shop.duckdb("DuckDB, its own table, enums", &["panel", "enum"], &[], runs),
        shop.duckdb(
            "DuckDB, the lake's Parquet files",
            &["panel", "parquet"],
            &[files],
            runs,
        ),
    ])?;
    let (ours, theirs) = (&sides[0], &sides[1..]);
    let title = format!(
        "events → panel (customer × month × kind), {} events, {} customers, {}",
        shop.size.events, shop.size.customers, theirs[0].library
    );
    let mut alone = vec![Line::new("holdfast, the lake's Parquet files", ours, &["panel"])];
    alone.extend(theirs.iter().map(|side| Line::new(&side.name, side, &["panel"])));
    alone.extend(PARTS.iter().map(|(name, phases)| Line::new(*name, ours, phases)));
    let mut both = vec![Line::new("holdfast, one pass", ours, &["panel and rhythm"])];
    both.extend(
        theirs
            .iter()
            .map(|side| Line::new(&side.name, side, &["panel", "rhythm"])),
    );
    let tables = vec![
        table(&title, "events/s", &alone)?,
        table(
            "events → panel and each customer's first and last event, active days and gaps",
            "events/s",
            &both,
        )?,
    ];
    println!();
    let agrees = agreement(&sides)?;
    Ok((sides, agrees, tables))
}

fn features(shop: &Shop, runs: usize) -> Result<Case> {
    let mut sides = vec![
        shop.ours("holdfast", &["features"], runs),
        shop.duckdb("DuckDB, sums with FILTER", &["features", "sums"], &[], runs),
        shop.duckdb("DuckDB, sums by stretches", &["features", "buckets"], &[], runs),
    ];
    if shop.size.customers <= GRID_CUSTOMERS {
        let grid = shop.duckdb("DuckDB, grid of all months", &["features", "grid"], &[], runs.min(2));
        sides.insert(1, grid);
    } else {
        println!("\nleft out: DuckDB on a grid of all months, which needs some 17 KB of memory a customer");
    }
    let sides = alternately(&sides)?;
    let (ours, theirs) = (&sides[0], &sides[1..]);
    let mut lines = vec![Line::new("holdfast", ours, &["features"])];
    lines.extend(theirs.iter().map(|side| Line::new(&side.name, side, &["features"])));
    lines.push(Line::new(
        "  a plain copy of panel and features",
        ours,
        &["  a plain copy"],
    ));
    lines.push(Line::new("holdfast, all features", ours, &["all features"]));
    lines.push(Line::new(
        "holdfast, from the lake's files",
        ours,
        &["from the lake's files"],
    ));
    let columns = ours.figures["columns of all features"].as_u64().unwrap_or_default();
    let title = format!(
        "panel → 131 features ({columns} for “all”), {} customers",
        shop.size.customers
    );
    let tables = vec![table(&title, "customers/s", &lines)?];
    println!();
    let agrees = agreement(&sides)?;
    Ok((sides, agrees, tables))
}
