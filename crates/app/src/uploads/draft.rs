//! What a file could become: a source with a mapping, as found out or as told.

use std::collections::BTreeMap;
use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;
use holdfast_engine::table::DateOrder;

use super::place::{UploadRecord, Uploads};
use super::settings::UploadSettings;
use crate::error::AppError;
use crate::workspace::config::WorkspaceConfig;
use crate::workspace::init::assign::{Assigned, assign};
use crate::workspace::init::facts::Facts;
use crate::workspace::init::find::{Found, stem};
use crate::workspace::init::look::{Sight, look_at};
use crate::workspace::init::suggest::{Suggestion, source};
use crate::workspace::init::table::{Decided, decide};
use crate::workspace::open::Workspace;

/// A file that was looked at, and what it could become.
pub(super) struct Draft {
    /// What the workspace says now; `None` where there is no workspace yet.
    pub(super) config: Option<WorkspaceConfig>,
    pub(super) facts: Facts,
    pub(super) fate: Fate,
    /// It becomes one more file of a source that there is.
    pub(super) joins: bool,
}

/// What a file becomes.
pub(super) enum Fate {
    /// A source.
    Source(Box<Suggestion>),
    /// Nothing, as long as nobody says which table it fills; and why.
    Unusable(Box<Sight>, Bilingual),
}

impl Draft {
    /// The table as it was read.
    pub(super) fn sight(&self) -> Option<&Sight> {
        match &self.fate {
            Fate::Source(suggestion) => suggestion.sight.as_ref(),
            Fate::Unusable(sight, _) => Some(sight),
        }
    }

    /// The source.
    pub(super) fn suggestion(&self) -> Option<&Suggestion> {
        match &self.fate {
            Fate::Source(suggestion) => Some(suggestion),
            Fate::Unusable(..) => None,
        }
    }

    /// Sources that there are, of files, whose columns the file has all: it may be the next of their files.
    pub(super) fn fitting(&self) -> Vec<String> {
        let has = |name: &String| self.facts.columns.iter().any(|fact| fact.column == *name);
        let sources = self.config.iter().flat_map(|config| &config.sources);
        sources
            .filter(|source| source.database.is_none() && !source.columns.is_empty())
            .filter(|source| source.columns.values().all(has))
            .map(|source| source.id.clone())
            .collect()
    }
}

/// The configuration of a folder; `None` where there is none yet.
pub(super) fn present(dir: &Path) -> Result<Option<WorkspaceConfig>, Refusal> {
    match Workspace::open(dir) {
        Ok(workspace) => Ok(Some(workspace.config)),
        Err(refusal) if refusal.code == "no-workspace" => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Looks at an upload and makes of it what was said, or what seems best. `path`: how `holdfast.toml` is to name the file.
///
/// # Errors
/// Whatever the reader refuses; `unknown-table`, `unknown-column` in what was said.
pub(super) fn draft(uploads: &Uploads, record: &UploadRecord, path: &str) -> Result<Draft, AppError> {
    let config = present(uploads.workspace())?;
    let settings = &record.settings;
    let joined = settings
        .source
        .as_deref()
        .and_then(|id| config.as_ref()?.source(id))
        .filter(|source| source.database.is_none())
        .cloned();
    let read = match &joined {
        Some(source) => as_source_reads(settings, source),
        None => settings.clone(),
    };
    let file = uploads.file(record)?;
    // People know the file by the name that they gave it.
    let sight = look_at(&file, read.options()).map_err(|refusal| refusal.in_file(record.file.as_str()))?;
    let facts = Facts::of_table(&stem(Path::new(&record.file)), &sight.table);
    let joins = joined.is_some();
    let fate = match (joined, decided(settings, &facts)?) {
        (Some(spec), _) => Fate::Source(Box::new(one_file_more(spec, facts.clone(), sight, path))),
        (None, Ok(decided)) => {
            let taken = config.iter().flat_map(|config| &config.sources);
            let taken: Vec<String> = taken.map(|source| source.id.clone()).collect();
            let found = Found {
                stem: facts.stem.clone(),
                first: file,
                patterns: vec![path.to_owned()],
                files: 1,
                named: true,
            };
            let mut suggestion = source(Some((found, sight)), facts.clone(), None, decided, &taken);
            as_told(&mut suggestion, settings);
            Fate::Source(Box::new(suggestion))
        }
        (None, Err(why)) => Fate::Unusable(Box::new(sight), why),
    };
    Ok(Draft {
        config,
        facts,
        fate,
        joins,
    })
}

/// How the source reads its files, as far as nothing else was said.
fn as_source_reads(settings: &UploadSettings, source: &SourceSpec) -> UploadSettings {
    let mut out = settings.clone();
    out.encoding = out.encoding.or_else(|| source.encoding.clone());
    out.delimiter = out.delimiter.or(source.delimiter);
    out.sheet = out.sheet.or_else(|| source.sheet.clone());
    out.date_order = out.date_order.or_else(|| source.date_order.clone());
    out
}

/// The table and its columns; the inner error says why there is none.
fn decided(settings: &UploadSettings, facts: &Facts) -> Result<Result<Decided, Bilingual>, Refusal> {
    let table = match settings.table.as_deref() {
        Some(name) => Some(CanonicalTable::parse(name).ok_or_else(|| unknown_table(name))?),
        None => None,
    };
    let table = match (table, decide(facts)) {
        (Some(table), _) => table,
        (None, Ok(decided)) if settings.columns.is_none() => return Ok(Ok(decided)),
        (None, Ok(decided)) => decided.table,
        (None, Err(why)) => return Ok(Err(why)),
    };
    let assigned = match &settings.columns {
        Some(columns) => told(table, columns, facts)?,
        None => assign(table, facts),
    };
    Ok(Ok(Decided {
        table,
        assigned,
        why: bilingual!("您选择了这张表", "you chose this table"),
    }))
}

/// A mapping as somebody said it.
fn told(table: CanonicalTable, columns: &BTreeMap<String, String>, facts: &Facts) -> Result<Assigned, Refusal> {
    let mut assigned = Assigned::new();
    for (canonical, column) in columns {
        let field = table.field(canonical).ok_or_else(|| unknown_field(table, canonical))?;
        let index = facts.columns.iter().position(|fact| fact.column == *column);
        let index = index.ok_or_else(|| unknown_column(column, facts))?;
        assigned.insert(field.name, (index, 5));
    }
    Ok(assigned)
}

fn unknown_table(name: &str) -> Refusal {
    let names = CanonicalTable::ALL.map(CanonicalTable::name).join(", ");
    Refusal::new(
        "unknown-table",
        bilingual!("没有这张标准表", "there is no such canonical table"),
        bilingual!("可用：{names}", "choose one of {names}"),
    )
    .in_column("table")
    .with_value(name)
}

fn unknown_field(table: CanonicalTable, name: &str) -> Refusal {
    let (table, fields) = (table.name(), table.fields());
    let fields: Vec<&str> = fields.iter().map(|field| field.name).collect();
    let fields = fields.join(", ");
    Refusal::new(
        "unknown-column",
        bilingual!(
            "标准表 {table} 没有这一列",
            "the canonical table {table} has no such column"
        ),
        bilingual!("可用：{fields}", "choose one of {fields}"),
    )
    .in_column("columns")
    .with_value(name)
}

fn unknown_column(name: &str, facts: &Facts) -> Refusal {
    let known: Vec<&str> = facts.columns.iter().take(20).map(|fact| fact.column.as_str()).collect();
    let known = known.join(", ");
    Refusal::new(
        "unknown-column",
        bilingual!("文件没有这一列", "the file has no such column"),
        bilingual!("文件的列：{known}", "columns of the file: {known}"),
    )
    .in_column("columns")
    .with_value(name)
}

/// Puts in what was said of a new source.
fn as_told(suggestion: &mut Suggestion, settings: &UploadSettings) {
    let spec = &mut suggestion.spec;
    if let Some(id) = &settings.source {
        spec.id.clone_from(id);
    }
    spec.encoding.clone_from(&settings.encoding);
    spec.delimiter = settings.delimiter;
    spec.sheet.clone_from(&settings.sheet);
    if let Some(constants) = &settings.constants {
        spec.constants.clone_from(constants);
    }
    if !suggestion.table.has_attributes() {
        return;
    }
    if let Some(attributes) = &settings.attributes {
        spec.attributes = Some(attributes.clone());
        spec.personal.retain(|name| attributes.contains(name));
    }
    if let Some(personal) = &settings.personal {
        let kept = spec.attributes.clone().unwrap_or_default();
        spec.personal = personal.iter().filter(|name| kept.contains(name)).cloned().collect();
    }
}

/// The mapping of a source that there is, over this file alone.
fn one_file_more(spec: SourceSpec, facts: Facts, mut sight: Sight, path: &str) -> Suggestion {
    let id = &spec.id;
    let why = bilingual!("作为来源“{id}”的又一个文件", "one more file of the source \"{id}\"");
    sight.date_order = match spec.date_order.as_deref() {
        Some("dmy") => Some(DateOrder::DayFirst),
        Some("mdy") => Some(DateOrder::MonthFirst),
        _ => sight.date_order,
    };
    Suggestion {
        table: CanonicalTable::parse(&spec.table).unwrap_or(CanonicalTable::Events),
        spec: SourceSpec {
            files: vec![path.to_owned()],
            ..spec
        },
        facts,
        sight: Some(sight),
        why,
        files: 1,
        region: None,
    }
}
