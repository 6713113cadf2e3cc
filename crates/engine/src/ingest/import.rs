//! One source into the lake, as one commit.

use std::collections::BTreeMap;
use std::path::Path;

use arrow::datatypes::DataType;
use holdfast_domain::bilingual;
use holdfast_domain::canonical::{CanonicalTable, FieldType};
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::{KnownAt, SourceSpec};
use holdfast_domain::zone::Zone;

use crate::database;
use crate::error::{Doing, EngineError};
use crate::lake::schema::{BATCHES, REJECTS, RETRACTIONS};
use crate::lake::{Lake, LakeView, LakeWriter, Moment, Watermark};
use crate::read::{ReadOptions, ReadTable, read};
use crate::table::Column;

use super::batch::{Batch, Loaded};
use super::batches::Earlier;
use super::correct::Keyed;
use super::customers::CustomerIds;
use super::files::of_source;
use super::report::{BatchOutcome, BatchReport};
use super::write;

/// What to import, and into what.
pub struct Import<'a> {
    /// The lake.
    pub lake: &'a Lake,
    /// The source.
    pub spec: &'a SourceSpec,
    /// The folder in which relative paths begin.
    pub base: &'a Path,
    /// The workspace's time zone.
    pub zone: &'a Zone,
    /// The workspace's currency, e.g. `CNY`.
    pub currency: &'a str,
    /// The present, microseconds.
    pub now_us: i64,
    /// Read, check and compare, but write nothing.
    pub dry_run: bool,
    /// The batch's id, where it is not to be its content's digest; for a source of one file or query.
    pub batch_id: Option<&'a str>,
    /// The database's password.
    pub password: Option<&'a str>,
    /// Hears of (file, bytes or rows done, in total).
    pub progress: &'a (dyn Fn(&str, u64, u64) + Sync),
    /// Told once, when another import is under way and this one waits.
    pub waiting: &'a dyn Fn(),
}

/// What is kept between the files of a source.
pub(crate) struct State {
    pub(crate) ids: CustomerIds,
    pub(crate) keyed: Keyed,
    /// Rows of `customers` by customer, where the source fills that table.
    pub(crate) customers: Option<Keyed>,
    pub(crate) earlier: Earlier,
    pub(crate) attributes: BTreeMap<String, DataType>,
    pub(crate) history: bool,
    pub(crate) next_row: i64,
    /// Whether a row with the source's own id may correct an earlier one.
    pub(crate) recognises: bool,
    /// Rows whose fact happened later than this are not taken.
    pub(crate) latest_us: Option<i64>,
}

/// Imports a source: all its files, or none.
///
/// # Errors
/// A refusal names file, row, column and value; nothing was written then.
pub fn import(job: &Import<'_>) -> Result<Vec<BatchReport>, EngineError> {
    let table = CanonicalTable::parse(&job.spec.table).ok_or_else(|| unknown_table(&job.spec.table))?;
    let mut writer = if job.dry_run {
        None
    } else {
        Some(job.lake.begin(job.waiting)?)
    };
    let view = match &writer {
        Some(writer) => writer.base(),
        None => job.lake.view(Moment::LATEST)?,
    };
    let mut state = State::load(job, table, &view)?;
    let mut reports = Vec::new();
    let mut wrote = false;
    let inputs = inputs(job)?;
    if let Some(id) = job.batch_id.filter(|_| inputs.len() > 1) {
        return Err(one_id_for_many(id, inputs.len()).into());
    }
    let now: Vec<(&str, &str)> = inputs.iter().filter_map(Input::name_and_id).collect();
    let moved = state.earlier.moved(&now);
    let handed_over = state.earlier.hand_over(&moved);
    if let Some(writer) = writer.as_mut().filter(|_| !handed_over.is_empty()) {
        let rows = write::moved_rows(&job.spec.id, table.name(), &handed_over, job.now_us)?;
        writer.append(BATCHES, vec![rows], job.now_us)?;
        wrote = true;
    }
    for source in inputs {
        let (report, batch) = one(job, table, &view, &mut state, &source)?;
        if report.outcome != BatchOutcome::AlreadyThere {
            state.earlier.add(&report.file, &report.batch_id, job.now_us);
        }
        if let (Some(writer), Some(batch)) = (writer.as_mut(), batch) {
            stage(job, table, writer, &report, batch)?;
            wrote = true;
        }
        reports.push(report);
    }
    if let Some(mut writer) = writer.filter(|_| wrote) {
        writer.head.next_row = state.next_row;
        writer.head.customers = state.ids.len();
        writer.head.time_zone = if writer.head.time_zone.is_empty() {
            job.zone.name().to_owned()
        } else {
            writer.head.time_zone.clone()
        };
        if table == CanonicalTable::Customers {
            writer.head.personal.extend(job.spec.personal.iter().cloned());
            // Under the names that they have in the lake, too.
            let names = reports
                .iter()
                .flat_map(|report| super::personal::personal_columns(job, report))
                .cloned();
            writer.head.personal.extend(names.collect::<Vec<_>>());
        }
        writer.publish()?;
    }
    Ok(reports)
}

/// A file, or the database.
enum Input {
    /// Where it is, its name, the digest of its content.
    File(std::path::PathBuf, String, String),
    Database(String),
}

impl Input {
    fn name_and_id(&self) -> Option<(&str, &str)> {
        match self {
            Self::File(_, name, id) => Some((name, id)),
            Self::Database(_) => None,
        }
    }
}

fn inputs(job: &Import<'_>) -> Result<Vec<Input>, EngineError> {
    if let Some(database) = &job.spec.database {
        let what = database
            .relation
            .clone()
            .or_else(|| database.query.clone())
            .unwrap_or_default();
        return Ok(vec![Input::Database(format!("{} {what}", database.url))]);
    }
    let files = of_source(job.base, job.spec)?;
    if let (Some(watermark), 2..) = (&job.spec.watermark, files.len()) {
        return Err(one_watermark_for_many(watermark, files.len()).into());
    }
    files
        .into_iter()
        .map(|path| {
            // Inside the workspace a file is named by its path there, so that the folder may move.
            let name = path.strip_prefix(job.base).unwrap_or(&path).display().to_string();
            let id = match job.batch_id {
                Some(id) => id.to_owned(),
                None => digest_of_file(&path, job)?,
            };
            Ok(Input::File(path, name, id))
        })
        .collect()
}

fn one_watermark_for_many(watermark: &str, files: usize) -> Refusal {
    Refusal::new(
        "one-watermark-for-many",
        bilingual!(
            "来源有 {files} 个文件，水位列只能用于一个：各文件增长的快慢不同",
            "the source has {files} files and a watermark is of one: each grows at a pace of its own"
        ),
        Bilingual::new(
            "去掉 watermark（没有变化的文件本来就不会再读），或为每个文件写一个来源",
            "take watermark out (a file that did not change is not read again anyhow), or make a source of each file",
        ),
    )
    .with_value(watermark)
}

fn one_id_for_many(id: &str, files: usize) -> Refusal {
    Refusal::new(
        "one-id-for-many",
        bilingual!(
            "一个批次编号不能用于 {files} 个文件",
            "one batch id cannot stand for {files} files"
        ),
        Bilingual::new(
            "不指定批次编号，或一次只导入一个文件",
            "leave the batch's id out, or import one file at a time",
        ),
    )
    .with_value(id)
}

fn unknown_table(name: &str) -> Refusal {
    let names: Vec<&str> = CanonicalTable::ALL.iter().map(|table| table.name()).collect();
    let names = names.join(", ");
    Refusal::new(
        "unknown-table",
        Bilingual::new("没有这种规范表", "there is no such canonical table"),
        bilingual!("写其中之一：{names}", "write one of: {names}"),
    )
    .with_value(name)
}

impl State {
    fn load(job: &Import<'_>, table: CanonicalTable, view: &LakeView) -> Result<Self, EngineError> {
        let earlier = Earlier::load(view, &job.spec.id)?;
        let history = match job.spec.known_at {
            KnownAt::Auto => earlier.is_empty(),
            KnownAt::Occurred => true,
            KnownAt::Imported => false,
        };
        let customers = match table {
            CanonicalTable::Customers => Some(Keyed::of_customers(super::present::customers(view, &job.spec.id)?)),
            _ => None,
        };
        let ours = crate::lake::schema::of(table.name());
        let attributes = view
            .schema(table.name())?
            .fields()
            .iter()
            .filter(|field| ours.field_with_name(field.name()).is_err())
            .map(|field| (field.name().clone(), field.data_type().clone()))
            .collect();
        Ok(Self {
            ids: CustomerIds::load(view)?,
            keyed: Keyed::default(),
            customers,
            earlier,
            attributes,
            history,
            next_row: view.head().next_row,
            recognises: true,
            latest_us: None,
        })
    }

    /// What is kept between batches of live events: no earlier form of theirs is looked for.
    pub(crate) fn live(ids: CustomerIds, next_row: i64) -> Self {
        Self {
            ids,
            keyed: Keyed::default(),
            customers: None,
            earlier: Earlier::default(),
            attributes: BTreeMap::new(),
            history: false,
            next_row,
            recognises: false,
            latest_us: None,
        }
    }
}

fn one(
    job: &Import<'_>,
    table: CanonicalTable,
    view: &LakeView,
    state: &mut State,
    input: &Input,
) -> Result<(BatchReport, Option<Batch>), EngineError> {
    let ((loaded, typed), name, content) = match input {
        Input::File(path, name, id) => {
            let mut report = BatchReport::new(&job.spec.id, table.name(), name);
            if state.earlier.holds(id) {
                report.batch_id.clone_from(id);
                report.outcome = BatchOutcome::AlreadyThere;
                return Ok((report, None));
            }
            (read_file(job, table, path)?, name, id.clone())
        }
        Input::Database(name) => {
            let watermark = view.head().watermarks.get(&job.spec.id);
            let read = read_from_database(job, table, watermark)?;
            let stamp = digest_of(&[job.spec.id.as_bytes(), name.as_bytes(), &job.now_us.to_le_bytes()]);
            (
                (read, BTreeMap::new()),
                name,
                job.batch_id.map_or(stamp, ToOwned::to_owned),
            )
        }
    };
    let in_file = |error: EngineError| match error {
        EngineError::Refused(refusal) if refusal.file.is_none() => EngineError::from(refusal.in_file(name.clone())),
        other => other,
    };
    super::batch::decide(
        job,
        table,
        view,
        state,
        Loaded {
            read: loaded,
            name,
            id: &content,
            typed,
        },
    )
    .map_err(in_file)
}

/// A database's rows, at or after the watermark where the source has one.
fn read_from_database(
    job: &Import<'_>,
    table: CanonicalTable,
    stored: Option<&Watermark>,
) -> Result<ReadTable, EngineError> {
    let Some(database) = &job.spec.database else {
        return Err(unknown_table(&job.spec.id).into());
    };
    let since = job.spec.watermark.as_ref().zip(stored).and_then(|(column, stored)| {
        Some(database::Watermark {
            column: column.clone(),
            at_least: super::watermark::decode(&stored.value)?,
        })
    });
    let progress = |done, total| (job.progress)(&job.spec.id, done, total);
    Ok(database::read_database(
        database,
        job.password,
        since.as_ref(),
        &options(job, table),
        &progress,
    )?)
}

fn options(job: &Import<'_>, table: CanonicalTable) -> ReadOptions {
    read_options(job.spec, table)
}

/// How files and tables of a source are read.
pub fn read_options(spec: &SourceSpec, table: CanonicalTable) -> ReadOptions {
    ReadOptions {
        encoding: spec.encoding.clone(),
        delimiter: spec.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()),
        sheet: spec.sheet.clone(),
        date_order: match spec.date_order.as_deref() {
            Some("dmy") => Some(crate::read::DateOrder::DayFirst),
            Some("mdy") => Some(crate::read::DateOrder::MonthFirst),
            _ => None,
        },
        as_text: spec
            .columns
            .iter()
            .filter(|(name, _)| table.field(name).is_some_and(|field| field.kind == FieldType::Text))
            .map(|(_, column)| column.clone())
            .collect(),
        instants_in_utc: true,
        ..ReadOptions::default()
    }
}

/// The file's table, and those of its columns that it has as text for the sake of a few values, as the others would have them.
fn read_file(
    job: &Import<'_>,
    table: CanonicalTable,
    path: &Path,
) -> Result<(ReadTable, BTreeMap<String, Column>), EngineError> {
    let mut options = options(job, table);
    let name = path.display().to_string();
    let progress = |done, total| (job.progress)(&name, done, total);
    let mut table = read(path, &options, &progress)?;
    // A value that does not fit its column's type must be shown as it was written, with its row: such columns are read again as text.
    let odd = |column: &Column| column.odd_count > 0;
    if !table.table.columns.iter().any(odd) {
        return Ok((table, BTreeMap::new()));
    }
    let typed = table.table.columns.extract_if(.., |column| odd(column));
    let typed: BTreeMap<String, Column> = typed.map(|column| (column.name.clone(), column)).collect();
    drop(table);
    options.as_text.extend(typed.keys().cloned());
    Ok((read(path, &options, &progress)?, typed))
}

/// What identifies a file's content together with how it is to be read.
fn digest_of_file(path: &Path, job: &Import<'_>) -> Result<String, EngineError> {
    let doing = || format!("reading {}", path.display());
    let mut hasher = blake3::Hasher::new();
    // Where files are says nothing of how they are read: a file that another pattern finds is the same.
    let spec = SourceSpec {
        files: Vec::new(),
        ..job.spec.clone()
    };
    hasher.update(&serde_json::to_vec(&spec).doing(doing)?);
    let mut file = std::fs::File::open(path).doing(doing)?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = std::io::Read::read(&mut file, &mut buffer).doing(doing)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
    }
    Ok(hasher.finalize().to_hex()[..16].to_owned())
}

fn digest_of(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

fn stage(
    job: &Import<'_>,
    table: CanonicalTable,
    writer: &mut LakeWriter,
    report: &BatchReport,
    batch: Batch,
) -> Result<(), EngineError> {
    let now = job.now_us;
    if let Some(rows) = batch.rows {
        writer.append(table.name(), vec![rows], now)?;
    }
    if let Some(rows) = batch.customers {
        writer.append(CanonicalTable::Customers.name(), vec![rows], now)?;
    }
    if !batch.retract.is_empty() {
        let rows = write::retraction_rows(table.name(), &report.batch_id, &batch.retract)?;
        writer.append(RETRACTIONS, vec![rows], now)?;
    }
    if !batch.rejects.is_empty() {
        writer.append(REJECTS, vec![write::reject_rows(report, &batch.rejects)?], now)?;
    }
    writer.append(
        BATCHES,
        vec![write::batch_row(report, now, batch.span, &batch.columns)?],
        now,
    )?;
    for (grain, periods) in batch.stale {
        writer
            .head
            .stale
            .entry(grain.id().to_owned())
            .or_default()
            .extend(periods);
    }
    if let Some(watermark) = batch.watermark {
        writer.head.watermarks.insert(job.spec.id.clone(), watermark);
    }
    Ok(())
}
