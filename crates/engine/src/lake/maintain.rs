//! Keeps a lake small and quick: old rows go, small files are put together, files that no reader needs any more are deleted.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::TimestampMicrosecondType;
use deltalake_core::checkpoints::create_checkpoint;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use serde::Serialize;

use crate::error::{Doing, EngineError};
use crate::runtime::block_on;

use super::open::Lake;
use super::schema::{BATCHES, REJECTS, TABLES, partitions};
use super::view::{LakeView, Moment};

/// What is kept for how long.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Events before this instant are deleted.
    pub events_from_us: Option<i64>,
    /// Rejects of batches imported before this instant are deleted.
    pub rejects_from_us: Option<i64>,
    /// Files that no version needs are deleted once they are this old: readers that began earlier have ended.
    pub unused_for: Duration,
}

/// What maintenance did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Maintained {
    /// Events deleted.
    pub events_deleted: u64,
    /// Rejects deleted.
    pub rejects_deleted: u64,
    /// Tables whose files were put together.
    pub compacted: Vec<String>,
    /// Files deleted.
    pub files_deleted: u64,
    /// Their bytes.
    pub bytes_freed: u64,
}

/// A table with more files than this is put together.
const FILES: usize = 8;

/// Does what is due. A commit of its own, atomic like every other; files are deleted after it.
///
/// # Errors
/// When the lake cannot be read or written.
pub fn maintain(
    lake: &Lake,
    zone: &Zone,
    keep: Keep,
    now_us: i64,
    waiting: impl FnOnce(),
) -> Result<Maintained, EngineError> {
    let mut done = Maintained::default();
    let mut writer = lake.begin(waiting)?;
    let view = writer.base();
    let mut changed = false;
    for table in TABLES
        .iter()
        .copied()
        .filter(|name| partitions(name).is_empty() && view.head().tables.contains_key(*name))
    {
        let files = view.files(table)?.len();
        let due = match table {
            "events" => keep.events_from_us.is_some(),
            REJECTS => keep.rejects_from_us.is_some(),
            _ => false,
        };
        if files <= FILES && !due {
            continue;
        }
        let (rows, dropped, touched) = kept(&view, table, &keep, zone)?;
        match table {
            "events" => done.events_deleted = dropped,
            REJECTS => done.rejects_deleted = dropped,
            _ => {}
        }
        if dropped == 0 && files <= FILES {
            continue;
        }
        for grain in Grain::ALL {
            let periods = touched
                .iter()
                .map(|&day| grain.period_of(holdfast_domain::day::Day::from_number(day)));
            writer
                .head
                .stale
                .entry(grain.id().to_owned())
                .or_default()
                .extend(periods);
        }
        writer.rewrite(table, rows, now_us)?;
        done.compacted.push(table.to_owned());
        changed = true;
    }
    if changed {
        writer.publish()?;
    } else {
        drop(writer);
    }
    let view = lake.view(Moment::LATEST)?;
    checkpoint(&view)?;
    delete_unused(lake, &view, keep.unused_for, now_us, &mut done)?;
    Ok(done)
}

/// All rows of a table that are kept, how many are not, and days of events that are not.
type Kept = (Vec<RecordBatch>, u64, BTreeSet<i32>);

fn kept(view: &LakeView, table: &'static str, keep: &Keep, zone: &Zone) -> Result<Kept, EngineError> {
    let schema = view.schema(table)?;
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let old_batches = match (table, keep.rejects_from_us) {
        (REJECTS, Some(from)) => batches_before(view, from)?,
        _ => BTreeSet::new(),
    };
    let (mut rows, mut dropped, mut days) = (Vec::new(), 0, BTreeSet::new());
    for batch in view.read_all(table, &names)? {
        let mask: BooleanArray = match (table, keep.events_from_us) {
            ("events", Some(from)) => {
                let Some(at) = batch.column_by_name("occurred_at") else {
                    continue;
                };
                let at = at.as_primitive::<TimestampMicrosecondType>();
                days.extend(
                    at.values()
                        .iter()
                        .filter(|&&at| at < from)
                        .map(|&at| zone.day_of(at).number()),
                );
                at.iter().map(|at| Some(at.is_some_and(|at| at >= from))).collect()
            }
            (REJECTS, Some(_)) => {
                let Some(ids) = batch.column_by_name("batch_id") else {
                    continue;
                };
                ids.as_string::<i32>()
                    .iter()
                    .map(|id| Some(!id.is_some_and(|id| old_batches.contains(id))))
                    .collect()
            }
            _ => BooleanArray::from(vec![true; batch.num_rows()]),
        };
        let batch = filter_record_batch(&batch, &mask).doing(|| format!("choosing rows of {table}"))?;
        dropped += (mask.len() - batch.num_rows()) as u64;
        rows.push(batch);
    }
    Ok((rows, dropped, days))
}

fn batches_before(view: &LakeView, from_us: i64) -> Result<BTreeSet<String>, EngineError> {
    let mut ids = BTreeSet::new();
    for batch in view.read(BATCHES, &["batch_id", "imported_at"])? {
        let at = batch.column(1).as_primitive::<TimestampMicrosecondType>();
        let names = batch.column(0).as_string::<i32>();
        ids.extend(
            (0..batch.num_rows())
                .filter(|&row| at.value(row) < from_us)
                .map(|row| names.value(row).to_owned()),
        );
    }
    Ok(ids)
}

/// A checkpoint at the head's version: opening a table need not read its whole log.
fn checkpoint(view: &LakeView) -> Result<(), EngineError> {
    for name in TABLES {
        if let Some(table) = view.table(name)?
            && table.version().is_some_and(|version| version > 0)
        {
            block_on(create_checkpoint(&table, None))?.doing(|| format!("writing a checkpoint of {name}"))?;
        }
    }
    Ok(())
}

fn delete_unused(
    lake: &Lake,
    view: &LakeView,
    age: Duration,
    now_us: i64,
    done: &mut Maintained,
) -> Result<(), EngineError> {
    for name in TABLES {
        delete_unused_of(name, lake, view, age, now_us, done)?;
    }
    Ok(())
}

/// Deletes the files of one table that no version needs any more and that are this old.
pub(super) fn delete_unused_of(
    name: &str,
    lake: &Lake,
    view: &LakeView,
    age: Duration,
    now_us: i64,
    done: &mut Maintained,
) -> Result<(), EngineError> {
    let limit_us = now_us.saturating_sub(i64::try_from(age.as_micros()).unwrap_or(i64::MAX));
    let used: BTreeSet<PathBuf> = view.files(name)?.into_iter().map(|file| file.path).collect();
    let folder = lake.root().join(name);
    let doing = || format!("deleting unused files of {name}");
    for (path, bytes, changed_us) in parquet_files(&folder, partitions(name).len()).doing(doing)? {
        if !used.contains(&path) && changed_us < limit_us {
            fs::remove_file(&path).doing(doing)?;
            done.files_deleted += 1;
            done.bytes_freed += bytes;
        }
    }
    Ok(())
}

/// Parquet files below a table's folder, with size and time of change.
fn parquet_files(folder: &Path, depth: usize) -> std::io::Result<Vec<(PathBuf, u64, i64)>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            if depth > 0 && entry.file_name().to_string_lossy().contains('=') {
                found.extend(parquet_files(&path, depth - 1)?);
            }
        } else if path.extension().is_some_and(|ending| ending == "parquet") {
            let changed = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
            found.push((
                path,
                metadata.len(),
                i64::try_from(changed.as_micros()).unwrap_or(i64::MAX),
            ));
        }
    }
    Ok(found)
}

/// Rows of every table, for a look at the lake's health.
///
/// # Errors
/// When a table cannot be opened.
pub fn sizes(view: &LakeView) -> Result<Vec<(String, u64, u64)>, EngineError> {
    let mut sizes = Vec::new();
    for name in view.head().tables.keys() {
        let (mut rows, mut bytes) = (0, 0);
        for file in view.files(name)? {
            let doing = || format!("looking at {}", file.path.display());
            bytes += fs::metadata(&file.path).doing(doing)?.len();
            let opened = fs::File::open(&file.path).doing(doing)?;
            let reader = parquet::file::serialized_reader::SerializedFileReader::new(opened).doing(doing)?;
            let metadata = parquet::file::reader::FileReader::metadata(&reader);
            rows += u64::try_from(metadata.file_metadata().num_rows()).unwrap_or(0);
        }
        sizes.push((name.clone(), rows, bytes));
    }
    Ok(sizes)
}
