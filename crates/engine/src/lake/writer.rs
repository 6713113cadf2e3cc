//! A commit under way.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Field, Schema};
use deltalake_core::kernel::engine::arrow_conversion::TryIntoArrow;

use crate::error::{Doing, EngineError};

use super::delta::{self, Change};
use super::head::Head;
use super::parquet_out::{self, Part};
use super::recover::recover;
use super::schema;
use super::view::{LakeView, Moment};

/// Holds the lake's lock. What it wrote becomes visible with [`LakeWriter::publish`], all at once; dropped before that, it is taken back.
#[derive(Debug)]
pub struct LakeWriter {
    root: PathBuf,
    /// The last whole commit.
    base: Head,
    /// What the next one will be; importers hand out row numbers and customer keys here.
    pub head: Head,
    written: BTreeSet<String>,
    // Unlocks when dropped, or when the process dies.
    lock: File,
}

impl LakeWriter {
    pub(crate) fn new(root: PathBuf, head: Head, lock: File) -> Self {
        let mut next = head.clone();
        next.commit += 1;
        Self {
            root,
            base: head,
            head: next,
            written: BTreeSet::new(),
            lock,
        }
    }

    /// The lake as it was when the commit began.
    pub fn base(&self) -> LakeView {
        LakeView::new(self.root.clone(), self.base.clone(), Moment::LATEST)
    }

    /// Appends rows to a table, which is created or widened where need be. Once a commit for each table.
    ///
    /// # Errors
    /// A full disk, or a column whose type is not the table's.
    pub fn append(&mut self, table: &'static str, batches: Vec<RecordBatch>, now_us: i64) -> Result<(), EngineError> {
        let part = Part {
            partition: Vec::new(),
            batches,
        };
        self.write(table, &[part], Vec::new(), false, now_us)
    }

    /// Puts rows in place of all rows of some partitions; a partition without rows becomes empty.
    pub(crate) fn replace(
        &mut self,
        table: &'static str,
        parts: &[Part],
        replaced: Vec<Vec<String>>,
        now_us: i64,
    ) -> Result<(), EngineError> {
        self.write(table, parts, replaced, false, now_us)
    }

    /// Puts the rows of a table, read and written again by the caller, in place of its files.
    pub(crate) fn compact(&mut self, table: &'static str, batches: Vec<RecordBatch>, now_us: i64) -> Result<(), EngineError> {
        let part = Part {
            partition: Vec::new(),
            batches,
        };
        self.write(table, &[part], Vec::new(), true, now_us)
    }

    fn write(
        &mut self,
        table: &'static str,
        parts: &[Part],
        replaced: Vec<Vec<String>>,
        compaction: bool,
        now_us: i64,
    ) -> Result<(), EngineError> {
        if !self.written.insert(table.to_owned()) {
            return Err(EngineError::Failed {
                doing: format!("writing table {table}"),
                cause: "a commit writes a table once".to_owned(),
            });
        }
        let folder = self.root.join(table);
        let filled: Vec<Part> = parts
            .iter()
            .filter(|part| part.batches.iter().any(|batch| batch.num_rows() > 0))
            .cloned()
            .collect();
        let stem = format!("{:08}", self.head.commit);
        let adds = parquet_out::write(&folder, &stem, &filled, now_us.div_euclid(1000))?;
        let columns = filled.first().and_then(|part| part.batches.first()).map(RecordBatch::schema);
        let partitions = schema::partitions(table);
        let version = match self.base.tables.get(table) {
            Some(&version) => {
                let open = delta::open(&folder, version)?;
                let stored: Schema = open
                    .snapshot()
                    .doing(|| format!("reading the columns of {table}"))?
                    .schema()
                    .as_ref()
                    .try_into_arrow()
                    .doing(|| format!("reading the columns of {table}"))?;
                let wider = columns.and_then(|columns| widened(&stored, &columns));
                let change = Change {
                    schema: wider.as_ref(),
                    replaced,
                    partitions,
                    compaction,
                };
                delta::commit(&open, table, adds, &change)?
            }
            None => {
                let declared = schema::of(table);
                let whole = match columns {
                    Some(columns) => widened(&declared, &columns).unwrap_or_else(|| declared.as_ref().clone()),
                    None => declared.as_ref().clone(),
                };
                delta::create(&folder, table, &whole, partitions, adds)?
            }
        };
        self.head.tables.insert(table.to_owned(), version);
        Ok(())
    }

    /// Makes everything that was written visible.
    ///
    /// # Errors
    /// When the head cannot be written; the commit is then taken back.
    pub fn publish(mut self) -> Result<Head, EngineError> {
        self.head.publish(&self.root)?;
        self.written.clear();
        Ok(self.head.clone())
    }
}

impl Drop for LakeWriter {
    fn drop(&mut self) {
        if !self.written.is_empty() {
            // What cannot be taken back now is taken back by the next commit; readers never see it.
            let _ = recover(&self.root, &self.base);
        }
        let _ = self.lock.unlock();
    }
}

/// The stored columns and those of a batch that are new; `None` when there are none.
fn widened(stored: &Schema, batch: &Schema) -> Option<Schema> {
    let new: Vec<Arc<Field>> = batch
        .fields()
        .iter()
        .filter(|field| stored.field_with_name(field.name()).is_err())
        .cloned()
        .collect();
    (!new.is_empty()).then(|| Schema::new(stored.fields().iter().cloned().chain(new).collect::<Vec<_>>()))
}
