//! The metrics that can be asked for, with what they say and the SQL that counts them.

use holdfast_domain::lang::Bilingual;
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::catalog::Metric;

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

/// All metrics, in the order of the catalogue.
pub fn catalog(engine: &MetricEngine) -> Vec<CatalogEntry> {
    engine.catalog().iter().map(entry).collect()
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
