//! Takes back what a commit that died left behind.
//!
//! Its tables may have files and versions later than the head's. Nobody has read them, since readers open the head's versions, and nobody
//! writes now, since we hold the lock: they are deleted.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{Doing, EngineError};

use super::head::Head;
use super::schema::{TABLES, partitions};

/// Deletes everything later than the head's commit. Safe to be killed in: what is left is deleted the next time.
pub(crate) fn recover(root: &Path, head: &Head) -> Result<(), EngineError> {
    for &name in TABLES {
        let table = root.join(name);
        let Some(&version) = head.tables.get(name) else {
            remove_folder(&table)?;
            continue;
        };
        let doing = || format!("taking back an unfinished commit in {}", table.display());
        let mut logs = later_logs(&table, version).doing(doing)?;
        // The latest first: a log must never have a hole.
        logs.sort();
        for path in logs.iter().rev() {
            remove(path).doing(doing)?;
        }
        for path in later_files(&table, head.commit, partitions(name).len()).doing(doing)? {
            remove(&path).doing(doing)?;
        }
    }
    Ok(())
}

fn remove_folder(path: &Path) -> Result<(), EngineError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).doing(|| format!("deleting {}", path.display()))
        }
        _ => Ok(()),
    }
}

fn remove(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn later_logs(table: &Path, keep: u64) -> std::io::Result<Vec<PathBuf>> {
    let mut later = Vec::new();
    for entry in fs::read_dir(table.join("_delta_log"))? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        // `…json#1` is what the object store had not yet given its name.
        let is_log = name.ends_with(".json") || name.contains(".json#");
        let version = name
            .get(..20)
            .filter(|_| is_log)
            .and_then(|digits| digits.parse::<u64>().ok());
        if version.is_some_and(|version| version > keep) {
            later.push(path);
        }
    }
    Ok(later)
}

/// Files that a later commit wrote: its number begins their names (`writer.rs`). `depth` folders of partitions lie between.
fn later_files(folder: &Path, commit: u64, depth: usize) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if depth > 0 && name.contains('=') && entry.file_type()?.is_dir() {
            found.extend(later_files(&entry.path(), commit, depth - 1)?);
        } else if name.ends_with(".parquet")
            && name
                .get(..10)
                .and_then(|digits| digits.parse::<u64>().ok())
                .is_some_and(|number| number > commit)
        {
            found.push(entry.path());
        }
    }
    Ok(found)
}
