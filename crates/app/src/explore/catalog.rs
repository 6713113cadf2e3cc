//! The metrics that can be asked for, with what they say and the SQL that counts them.

use std::hash::{DefaultHasher, Hash, Hasher};

use holdfast_domain::lang::Bilingual;
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::catalog::Metric;

use crate::error::AppError;
use crate::live::Live;

/// A metric.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogEntry {
    /// Its id.
    pub id: String,
    /// Grows when the meaning changes.
    pub version: u32,
    /// Its name.
    pub name: Bilingual,
    /// What it says.
    pub definition: Bilingual,
    /// What is counted.
    pub numerator: Bilingual,
    /// Out of what.
    pub denominator: Option<Bilingual>,
    /// What values are measured in: `rate`, `customers`, `money`…
    pub unit: &'static str,
    /// Whether more is better.
    pub direction: &'static str,
    /// Whether values may be summed.
    pub additivity: &'static str,
    /// What it is listed under.
    pub family: String,
    /// Periods it can be asked for.
    pub grains: Vec<&'static str>,
    /// Columns beside period and dimensions that tell its rows apart.
    pub keys: Vec<String>,
    /// Whether it came with the program.
    pub built_in: bool,
    /// The SELECT with its placeholders.
    pub sql: String,
}

/// All metrics, and one text that changes when they do.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricCatalog {
    /// In the order of the catalogue.
    pub entries: Vec<CatalogEntry>,
    /// Another one when a metric is another.
    pub version: String,
}

/// All metrics of a workspace, whether it has data or not.
///
/// # Errors
/// A metric's file that is refused.
pub fn catalog(live: &Live) -> Result<MetricCatalog, AppError> {
    let engine = live.metrics()?;
    Ok(MetricCatalog {
        entries: engine.catalog().iter().map(entry).collect(),
        version: format!("{:016x}", digest(&engine)),
    })
}

/// What metrics say, as a number.
pub(super) fn digest(engine: &MetricEngine) -> u64 {
    let mut digest = DefaultHasher::new();
    for metric in engine.catalog().iter() {
        (&metric.id, metric.version, &metric.sql).hash(&mut digest);
        let texts = [&metric.name, &metric.definition, &metric.numerator];
        for text in texts.into_iter().chain(&metric.denominator) {
            (&text.zh, &text.en).hash(&mut digest);
        }
    }
    digest.finish()
}

fn entry(metric: &Metric) -> CatalogEntry {
    CatalogEntry {
        id: metric.id.clone(),
        version: metric.version,
        name: metric.name.clone(),
        definition: metric.definition.clone(),
        numerator: metric.numerator.clone(),
        denominator: metric.denominator.clone(),
        unit: metric.unit.word(),
        direction: metric.direction.word(),
        additivity: metric.additivity.word(),
        family: metric.family.clone(),
        grains: metric.grains.iter().map(|grain| grain.id()).collect(),
        keys: metric.keys.clone(),
        built_in: metric.built_in,
        sql: metric.sql.clone(),
    }
}
