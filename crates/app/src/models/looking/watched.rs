//! The last verdict on a model, as `holdfast watch` left it in the model's folder.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::error::AppError;
use crate::models::registry::store::{Registry, damaged, unreadable};

/// The latest verdict on the model in use, or on the one that is named; `None` when it was never watched, or nothing was trained.
///
/// # Errors
/// `no-such-model`, a file that cannot be read or is damaged.
pub fn last_watch(registry: &Registry, id: Option<&str>) -> Result<Option<Value>, AppError> {
    let id = match id {
        Some(id) => Some(id.to_owned()),
        None => registry.read()?.champion,
    };
    let Some(id) = id else { return Ok(None) };
    let folder = registry.folder(&id)?;
    let entries = fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
    // `watch-2024-01-05.json`: the last by name is the last by day.
    let latest: Option<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.starts_with("watch-") && name.ends_with(".json")
        })
        .max();
    let Some(path) = latest else { return Ok(None) };
    let bytes = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| damaged(&path, &error.to_string()))
}
