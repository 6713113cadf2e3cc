//! Batches that were imported before.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::TimestampMicrosecondType;

use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::schema::BATCHES;

/// What is known of earlier imports of one source.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// Ids of the batches of each file, in order; the last is the form that holds.
    pub(crate) by_file: BTreeMap<String, Vec<String>>,
    /// When each batch was imported.
    pub(crate) imported_at: BTreeMap<String, i64>,
    /// Columns of the source at its last import: name and type.
    pub(crate) columns: Option<String>,
}

impl Earlier {
    /// Those of a source.
    pub(crate) fn load(view: &LakeView, source: &str) -> Result<Self, EngineError> {
        let mut earlier = Self::default();
        for batch in view.read(BATCHES, &["batch_id", "source", "file", "columns", "imported_at"])? {
            let text = |index: usize| batch.column(index).as_string::<i32>();
            let (ids, sources, files, columns) = (text(0), text(1), text(2), text(3));
            let imported_at = batch.column(4).as_primitive::<TimestampMicrosecondType>().values();
            for row in (0..batch.num_rows()).filter(|&row| sources.value(row) == source) {
                earlier.add(files.value(row), ids.value(row), imported_at[row]);
                if columns.is_valid(row) {
                    earlier.columns = Some(columns.value(row).to_owned());
                }
            }
        }
        Ok(earlier)
    }

    /// Another batch of a file; a batch that another file was before is this one's from now on.
    pub(crate) fn add(&mut self, file: &str, id: &str, now_us: i64) {
        if self.imported_at.insert(id.to_owned(), now_us).is_some() {
            for ids in self.by_file.values_mut() {
                ids.retain(|known| known != id);
            }
        }
        self.by_file.entry(file.to_owned()).or_default().push(id.to_owned());
    }

    /// Files whose content has another name now while their own is gone or became something else, as when a log is rotated: (from, to). `now`: name
    /// and content's id of all files.
    pub(crate) fn moved(&self, now: &[(&str, &str)]) -> Vec<(String, String)> {
        let was = |file: &str, id: &str| {
            self.by_file
                .get(file)
                .and_then(|ids| ids.last())
                .is_some_and(|last| same(last, id))
        };
        let is = |file: &str, id: &str| now.iter().any(|&(name, other)| name == file && other == id);
        let mut moved: Vec<(String, String)> = Vec::new();
        for &(to, id) in now.iter().filter(|(to, id)| !was(to, id)) {
            let free = |from: &&String| was(from, id) && !is(from, id) && moved.iter().all(|(taken, _)| taken != *from);
            let from = self.by_file.keys().find(free).cloned();
            moved.extend(from.map(|from| (from, to.to_owned())));
        }
        moved
    }

    /// Gives the batches of files to those that they moved to: (batch, its new file).
    pub(crate) fn hand_over(&mut self, moved: &[(String, String)]) -> Vec<(String, String)> {
        let ids: Vec<Vec<String>> = moved
            .iter()
            .map(|(from, _)| self.by_file.remove(from).unwrap_or_default())
            .collect();
        let mut handed = Vec::new();
        for ((_, to), ids) in moved.iter().zip(ids) {
            handed.extend(ids.iter().map(|id| (id.clone(), to.clone())));
            self.by_file.entry(to.clone()).or_default().extend(ids);
        }
        handed
    }

    /// Whether nothing of the source was ever imported.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_file.is_empty()
    }

    /// Whether a batch with this id holds, under whatever file's name.
    pub(crate) fn holds(&self, id: &str) -> bool {
        self.by_file
            .values()
            .any(|ids| ids.last().is_some_and(|last| same(last, id)))
    }

    /// An id that no batch has: the content's own, with a number when the content came back after it was replaced.
    pub(crate) fn free_id(&self, id: &str) -> String {
        let uses = self.by_file.values().flatten().filter(|known| same(known, id)).count();
        if uses == 0 {
            id.to_owned()
        } else {
            format!("{id}~{}", uses + 1)
        }
    }
}

fn same(stored: &str, id: &str) -> bool {
    stored.split('~').next() == Some(id)
}
