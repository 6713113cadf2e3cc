//! Twenty metrics out of the lake.

use std::path::Path;

use holdfast_domain::rule::{ChurnRule, Counts, DeclaredChurn};
use holdfast_domain::zone::Zone;
use holdfast_engine::facts::{FactSettings, LakeFacts};
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::{MetricQuery, MetricTable, Number};
use serde_json::{Map, Value, json};

use crate::phases::Phases;
use crate::{Fallible, event_rows, view};

/// Warm runs of a query; one cold one before them.
const RUNS: usize = 6;
/// As in `bench/lake_metrics.py`.
const METRICS: [&str; 20] = [
    "customers_at_start",
    "customers_at_end",
    "customers_new",
    "customers_lost",
    "customers_returned",
    "churn_rate_start",
    "churn_rate_joined",
    "churn_rate_daily",
    "churn_rate_trailing",
    "retention_calendar",
    "retention_rolling",
    "lifecycle_kept",
    "lifecycle_dormant",
    "nrr",
    "grr",
    "revenue_churned",
    "amount",
    "buyers",
    "purchase_interval",
    "rfm_customers",
];
const CHURN: &str = "silent-90-days";

/// Opens the lake, makes the arrays that metrics count from, and asks.
pub fn run(folder: &Path) -> Fallible<()> {
    let mut phases = Phases::default();
    let rows = event_rows(&view(folder)?);
    let (engine, facts) = phases.phase("prepare", rows, || {
        let facts = LakeFacts::new(view(folder)?, settings())?;
        facts.spells(CHURN)?;
        Ok((MetricEngine::built_in()?, facts))
    })?;
    let mut figures = Map::new();
    for metric in METRICS {
        let query = MetricQuery::of(metric);
        let table = phases.repeated(metric, RUNS, || {
            let table = engine.run(&query, &facts)?;
            Ok((table.rows.len(), table))
        })?;
        figures.insert(metric.to_owned(), numbers(&table));
    }
    phases.print(&figures);
    Ok(())
}

/// 90 days without a purchase; a refund is none.
fn settings() -> FactSettings {
    let counts = Counts {
        kinds: vec!["purchase".to_owned()],
        ..Counts::default()
    };
    FactSettings {
        zone: Zone::utc(),
        currency: "CNY".to_owned(),
        definitions: vec![DeclaredChurn {
            id: CHURN.to_owned(),
            rule: ChurnRule::Inactivity { days: 90, counts },
        }],
        dimensions: Vec::new(),
        benchmarks: Vec::new(),
        as_of: None,
    }
}

/// Numerator and denominator of every row that is due; 0 where there is no denominator.
fn numbers(table: &MetricTable) -> Value {
    let due = table
        .rows
        .iter()
        .filter_map(|row| row.numerator.map(|numerator| (numerator, row.denominator)));
    due.flat_map(|(numerator, denominator)| [numerator.as_f64(), denominator.map_or(0.0, Number::as_f64)])
        .map(|number| json!(number))
        .collect()
}
