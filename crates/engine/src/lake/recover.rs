//! Takes back what a commit that died left behind.
//!
//! Its tables may have versions later than the head's. Nobody has read them, since readers open the head's versions, and nobody writes
//! now, since we hold the lock: their log entries and the files they added are deleted.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::{Doing, EngineError};

use super::head::Head;
use super::schema::TABLES;

/// Deletes every version later than the head's. Safe to be killed in: what is left is deleted the next time.
pub(crate) fn recover(root: &Path, head: &Head) -> Result<(), EngineError> {
    for &name in TABLES {
        let table = root.join(name);
        match head.tables.get(name) {
            Some(&version) => take_back(&table, version)?,
            None => remove_folder(&table)?,
        }
    }
    Ok(())
}

fn remove_folder(path: &Path) -> Result<(), EngineError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).doing(|| format!("deleting {}", path.display())),
        _ => Ok(()),
    }
}

fn take_back(table: &Path, keep: u64) -> Result<(), EngineError> {
    let log = table.join("_delta_log");
    let doing = || format!("taking back an unfinished commit in {}", table.display());
    let mut later = Vec::new();
    for entry in fs::read_dir(&log).doing(doing)? {
        let entry = entry.doing(doing)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let version = name.get(..20).and_then(|digits| digits.parse::<u64>().ok());
        if name.ends_with(".json") && version.is_some_and(|version| version > keep) {
            later.push((version, entry.path()));
        }
    }
    // The latest first: a log must never have a hole.
    later.sort();
    for (_, path) in later.iter().rev() {
        for file in added_files(path).doing(doing)? {
            match fs::remove_file(table.join(&file)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).doing(doing),
                _ => {}
            }
        }
        fs::remove_file(path).doing(doing)?;
    }
    Ok(())
}

/// Paths in the table's folder that a log entry adds. A line that is no JSON (the entry was being written) adds nothing.
fn added_files(entry: &Path) -> std::io::Result<Vec<String>> {
    let text = fs::read_to_string(entry)?;
    Ok(text
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|action| Some(action.get("add")?.get("path")?.as_str()?.to_owned()))
        // Our own names only: never a path that leads out of the table.
        .filter(|path| !path.contains("..") && !path.starts_with('/'))
        .collect())
}
