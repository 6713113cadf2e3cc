//! What `init` and the doctor ask of the engine.

use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::{DatabaseSpec, SourceSpec};
use holdfast_engine::database;
use holdfast_engine::error::EngineError;
use holdfast_engine::lake::{Lake, Moment, sizes};
use holdfast_engine::metrics::catalog::Catalog;
use holdfast_engine::panel::stale_periods;
use holdfast_engine::table::Table;

use crate::workspace::doctor::{LakeFacts, Probes, free_bytes};
use crate::workspace::open::Environment;

/// The doctor's questions, answered by the engine.
pub fn probes(environment: Environment<'_>) -> Probes<'_> {
    Probes {
        environment,
        lake: &lake_facts,
        metric: &|path, text| Catalog::built_in()?.add(&path.display().to_string(), text),
        database: &|source, password| columns(source, password),
        free_bytes: &free_bytes,
    }
}

fn columns(source: &SourceSpec, password: Option<&str>) -> Result<Vec<(String, String)>, Refusal> {
    let Some(spec) = &source.database else {
        return Ok(Vec::new());
    };
    // What a query gives is known only by running it; the import says what is wrong with it.
    let Some(relation) = &spec.relation else {
        return Ok(Vec::new());
    };
    let entries = database::describe_relation(spec, password, relation)?;
    Ok(entries.into_iter().map(|entry| (entry.name, entry.type_name)).collect())
}

/// Columns (name, type) of a database's table, for a suggestion.
///
/// # Errors
/// See [`database::describe_relation`].
pub fn describe_table(url: &str, table: &str, password: Option<&str>) -> Result<Vec<(String, String)>, Refusal> {
    let entries = database::describe_relation(&address(url), password, table)?;
    Ok(entries.into_iter().map(|entry| (entry.name, entry.type_name)).collect())
}

/// Rows looked at of a database's table.
const SAMPLE: u32 = 20_000;

/// The first rows of a database's table, for a suggestion.
///
/// # Errors
/// See [`database::read_database`].
pub fn sample_table(url: &str, table: &str, password: Option<&str>) -> Result<Option<Table>, Refusal> {
    database::sample(&address(url), password, table, SAMPLE).map(|read| Some(read.table))
}

fn address(url: &str) -> DatabaseSpec {
    DatabaseSpec {
        url: url.to_owned(),
        password_env: None,
        relation: None,
        query: None,
        tls: None,
    }
}

/// The state of a lake; `None` while nothing was imported.
fn lake_facts(folder: &Path) -> Result<Option<LakeFacts>, Refusal> {
    let lake = Lake::at(folder);
    let refused = |error: EngineError| match error {
        EngineError::Refused(refusal) => *refusal,
        EngineError::Failed { doing, cause } => Refusal::new(
            "lake-unreadable",
            bilingual!("{doing}：{cause}", "{doing}: {cause}"),
            Bilingual::new(
                "从备份恢复数据湖文件夹，或删除后重新导入（原始数据不受影响）",
                "restore the lake's folder from a backup, or delete it and import again (sources are not touched)",
            ),
        )
        .in_file(folder.display().to_string()),
    };
    let view = lake.view(Moment::LATEST).map_err(refused)?;
    if view.head().commit == 0 {
        return Ok(None);
    }
    let sizes = sizes(&view).map_err(refused)?;
    let mut facts = LakeFacts {
        tables: sizes.len(),
        ..LakeFacts::default()
    };
    for (name, rows, bytes) in &sizes {
        facts.rows += rows;
        facts.bytes += bytes;
        if name == "rejects" {
            facts.rejects = *rows;
        }
    }
    let stale = stale_periods(&view).map_err(refused)?;
    if stale > 0 {
        facts.faults.push((
            bilingual!(
                "面板有 {stale} 个时段早于事件",
                "{stale} periods of the panel are older than their events"
            ),
            Bilingual::new("运行 holdfast refresh", "run holdfast refresh"),
        ));
    }
    Ok(Some(facts))
}
