//! Puts together what many small commits left: their files, and the logs that name them.
//!
//! [`maintain`](super::maintain()) does the same for whole tables, now and then; this is cheap enough for every minute of a lake that events stream into.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use deltalake_core::checkpoints::create_checkpoint;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};

use crate::error::{Doing, EngineError};
use crate::runtime::block_on;

use super::delta::DataFile;
use super::head::Head;
use super::maintain::{Maintained, delete_unused_of};
use super::open::Lake;
use super::read::{Filter, read};
use super::schema::{BATCHES, REJECTS};
use super::view::{LakeView, Moment};

/// Tables that events stream into.
const STREAMED: [&str; 4] = ["events", "customers", BATCHES, REJECTS];
/// Rows of a file that counts as small.
const SMALL_ROWS: i64 = 1 << 18;
/// Small files that are worth putting together.
const FILES: usize = 16;
/// Readers that began longer ago than this have ended.
const READERS: Duration = Duration::from_secs(2 * 3600);

/// Puts the newest files of tables together where they are many and small, as a commit of its own that changes no row, and deletes files and logs that
/// nobody needs any more. Gives the head after it; `None` when there was nothing to do.
///
/// # Errors
/// When the lake cannot be read or written.
pub fn compact(lake: &Lake, now_us: i64) -> Result<Option<Head>, EngineError> {
    let mut writer = lake.begin(|| {})?;
    let view = writer.base();
    let mut tables = Vec::new();
    for table in STREAMED {
        let run = newest_small(&view, table)?;
        if run.len() < FILES {
            continue;
        }
        // Every column, and all rows in their order.
        let rows = read(&run, view.schema(table)?.as_ref(), &Filter::default())?;
        writer.put_together(table, rows, run.into_iter().map(|file| file.path).collect(), now_us)?;
        tables.push(table);
    }
    if tables.is_empty() {
        return Ok(None);
    }
    let head = writer.publish()?;
    let view = lake.view(Moment::LATEST)?;
    let mut done = Maintained::default();
    for table in tables {
        if let Some(open) = view.table(table)?
            && let Some(version) = open.version().filter(|&version| version > 0)
        {
            block_on(create_checkpoint(&open, None))?.doing(|| format!("writing a checkpoint of {table}"))?;
            delete_logs(&lake.root().join(table), version, now_us).doing(|| format!("deleting old logs of {table}"))?;
        }
        delete_unused_of(table, lake, &view, READERS, now_us, &mut done)?;
    }
    Ok(Some(head))
}

/// The newest files, as far back as they are small: put together, they stand where they stood.
fn newest_small(view: &LakeView, table: &str) -> Result<Vec<DataFile>, EngineError> {
    let mut run = Vec::new();
    for file in view.files(table)?.into_iter().rev() {
        let doing = || format!("reading {}", file.path.display());
        let opened = fs::File::open(&file.path).doing(doing)?;
        let metadata = ArrowReaderMetadata::load(&opened, ArrowReaderOptions::new()).doing(doing)?;
        if metadata.metadata().file_metadata().num_rows() >= SMALL_ROWS {
            break;
        }
        run.push(file);
    }
    run.reverse();
    Ok(run)
}

/// Deletes entries of a table's log that a checkpoint stands for and no reader still opens.
fn delete_logs(table: &Path, checkpoint: u64, now_us: i64) -> std::io::Result<()> {
    let limit_us = now_us.saturating_sub(i64::try_from(READERS.as_micros()).unwrap_or(i64::MAX));
    let mut old: BTreeSet<PathBuf> = BTreeSet::new();
    for entry in fs::read_dir(table.join("_delta_log"))? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let version = name.get(..20).and_then(|digits| digits.parse::<u64>().ok());
        if version.is_none_or(|version| version >= checkpoint) {
            continue;
        }
        let changed = entry
            .metadata()?
            .modified()?
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        if i64::try_from(changed.as_micros()).unwrap_or(i64::MAX) < limit_us {
            old.insert(entry.path());
        }
    }
    // The oldest first: what is left is a log without a hole, whenever this is killed.
    for path in old {
        fs::remove_file(path)?;
    }
    Ok(())
}
