//! Batches that were imported before.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};

use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::schema::BATCHES;

/// What is known of earlier imports of one source.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// Ids of the batches of each file, in order; the last is the form that holds.
    pub(crate) by_file: BTreeMap<String, Vec<String>>,
    /// Columns of the source at its last import: name and type.
    pub(crate) columns: Option<String>,
}

impl Earlier {
    /// Those of a source.
    pub(crate) fn load(view: &LakeView, source: &str) -> Result<Self, EngineError> {
        let mut earlier = Self::default();
        for batch in view.read(BATCHES, &["batch_id", "source", "file", "columns"])? {
            let text = |index: usize| batch.column(index).as_string::<i32>();
            let (ids, sources, files, columns) = (text(0), text(1), text(2), text(3));
            for row in (0..batch.num_rows()).filter(|&row| sources.value(row) == source) {
                let ids_of_file = earlier.by_file.entry(files.value(row).to_owned()).or_default();
                ids_of_file.push(ids.value(row).to_owned());
                if columns.is_valid(row) {
                    earlier.columns = Some(columns.value(row).to_owned());
                }
            }
        }
        Ok(earlier)
    }

    /// Whether nothing of the source was ever imported.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_file.is_empty()
    }

    /// Whether a batch with this id holds, under whatever file's name.
    pub(crate) fn holds(&self, id: &str) -> bool {
        self.by_file.values().any(|ids| ids.last().is_some_and(|last| same(last, id)))
    }

    /// An id that no batch has: the content's own, with a number when the content came back after it was replaced.
    pub(crate) fn free_id(&self, id: &str) -> String {
        let uses = self.by_file.values().flatten().filter(|known| same(known, id)).count();
        if uses == 0 { id.to_owned() } else { format!("{id}~{}", uses + 1) }
    }
}

fn same(stored: &str, id: &str) -> bool {
    stored.split('~').next() == Some(id)
}
