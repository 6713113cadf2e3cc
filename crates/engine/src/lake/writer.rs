//! A commit under way.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use deltalake_core::kernel::Add;
use deltalake_core::kernel::engine::arrow_conversion::TryIntoArrow;

use crate::error::{Doing, EngineError};

use super::delta::{self, Change};
use super::head::Head;
use super::parquet_out::{self, Part};
use super::recover::recover;
use super::schema;
use super::view::{LakeView, Moment};

/// Holds the lake's lock. What is staged becomes visible with [`LakeWriter::publish`], all at once; dropped before that, it is taken back.
#[derive(Debug)]
pub struct LakeWriter {
    root: PathBuf,
    /// The last whole commit.
    base: Head,
    /// What the next one will be; importers hand out row numbers and customer keys here.
    pub head: Head,
    staged: BTreeMap<&'static str, Staged>,
    files: usize,
    published: bool,
    // Unlocks when dropped, or when the process dies.
    lock: File,
}

/// What a commit will do to a table.
#[derive(Debug, Default)]
struct Staged {
    adds: Vec<Add>,
    columns: Vec<Arc<Field>>,
    replaced: Vec<Vec<String>>,
    rewritten: bool,
    put_together: Vec<PathBuf>,
}

impl LakeWriter {
    pub(crate) fn new(root: PathBuf, head: Head, lock: File) -> Self {
        let mut next = head.clone();
        next.commit += 1;
        Self {
            root,
            base: head,
            head: next,
            staged: BTreeMap::new(),
            files: 0,
            published: false,
            lock,
        }
    }

    /// The lake as it was when the commit began.
    pub fn base(&self) -> LakeView {
        LakeView::new(self.root.clone(), self.base.clone(), Moment::LATEST)
    }

    /// Writes rows that the commit will append to a table, which is created or widened where need be.
    ///
    /// # Errors
    /// A full disk.
    pub fn append(&mut self, table: &'static str, batches: Vec<RecordBatch>, now_us: i64) -> Result<(), EngineError> {
        let part = Part {
            partition: Vec::new(),
            batches,
        };
        self.stage(table, &[part], now_us)
    }

    /// Puts rows in place of all rows of some partitions; a partition without rows becomes empty.
    pub(crate) fn replace(
        &mut self,
        table: &'static str,
        parts: &[Part],
        replaced: Vec<Vec<String>>,
        now_us: i64,
    ) -> Result<(), EngineError> {
        self.stage(table, parts, now_us)?;
        self.staged.entry(table).or_default().replaced.extend(replaced);
        Ok(())
    }

    /// Puts rows, read and chosen by the caller, in place of all files of a table.
    pub(crate) fn rewrite(
        &mut self,
        table: &'static str,
        batches: Vec<RecordBatch>,
        now_us: i64,
    ) -> Result<(), EngineError> {
        self.append(table, batches, now_us)?;
        self.staged.entry(table).or_default().rewritten = true;
        Ok(())
    }

    /// Puts the rows of some files of a table into as few as they fit.
    pub(crate) fn put_together(
        &mut self,
        table: &'static str,
        batches: Vec<RecordBatch>,
        files: Vec<PathBuf>,
        now_us: i64,
    ) -> Result<(), EngineError> {
        self.append(table, batches, now_us)?;
        self.staged.entry(table).or_default().put_together = files;
        Ok(())
    }

    fn stage(&mut self, table: &'static str, parts: &[Part], now_us: i64) -> Result<(), EngineError> {
        let filled: Vec<Part> = parts
            .iter()
            .filter(|part| part.batches.iter().any(|batch| batch.num_rows() > 0))
            .cloned()
            .collect();
        // The commit's number in a file's name is how files of a commit that died are told from those of others.
        let stem = format!("{:010}-{:06}", self.head.commit, self.files);
        self.files += 1;
        let adds = parquet_out::write(&self.root.join(table), &stem, &filled, now_us.div_euclid(1000))?;
        let staged = self.staged.entry(table).or_default();
        staged.adds.extend(adds);
        for batch in filled.iter().filter_map(|part| part.batches.first()) {
            for field in batch.schema().fields() {
                if !staged.columns.iter().any(|known| known.name() == field.name()) {
                    // Delta knows texts, not dictionaries of texts: those are only how we hand rows over.
                    let plain = match field.data_type() {
                        DataType::Dictionary(_, value) => field.as_ref().clone().with_data_type(value.as_ref().clone()),
                        _ => field.as_ref().clone(),
                    };
                    staged.columns.push(Arc::new(plain.with_nullable(true)));
                }
            }
        }
        Ok(())
    }

    fn commit(&mut self, table: &'static str, staged: Staged) -> Result<(), EngineError> {
        let folder = self.root.join(table);
        let partitions = schema::partitions(table);
        let version = match self.base.tables.get(table) {
            Some(&version) => {
                let open = delta::open(&folder, version)?;
                let doing = || format!("reading the columns of {table}");
                let stored: Schema = open
                    .snapshot()
                    .doing(doing)?
                    .schema()
                    .as_ref()
                    .try_into_arrow()
                    .doing(doing)?;
                let wider = widened(&stored, &staged.columns);
                let change = Change {
                    schema: wider.as_ref(),
                    replaced: staged.replaced,
                    partitions,
                    rewritten: staged.rewritten,
                    put_together: staged.put_together,
                };
                delta::commit(&open, (table, &folder), staged.adds, &change)?
            }
            None => {
                let declared = schema::of(table);
                let whole = widened(&declared, &staged.columns).unwrap_or_else(|| declared.as_ref().clone());
                delta::create(&folder, table, &whole, partitions, staged.adds)?
            }
        };
        let log = folder.join("_delta_log");
        for path in [log.join(format!("{version:020}.json")), log] {
            // Before the head names the version; not every system lets a folder be synced.
            let synced = File::open(&path).and_then(|file| file.sync_all());
            if path.extension().is_some() {
                synced.doing(|| format!("writing {}", path.display()))?;
            }
        }
        self.head.tables.insert(table.to_owned(), version);
        Ok(())
    }

    /// Makes everything that was staged visible.
    ///
    /// # Errors
    /// When a log or the head cannot be written; the commit is then taken back.
    pub fn publish(mut self) -> Result<Head, EngineError> {
        fs::create_dir_all(&self.root).doing(|| format!("making {}", self.root.display()))?;
        for (table, staged) in std::mem::take(&mut self.staged) {
            self.commit(table, staged)?;
        }
        self.head.publish(&self.root)?;
        self.published = true;
        Ok(self.head.clone())
    }
}

impl Drop for LakeWriter {
    fn drop(&mut self) {
        if !self.published && self.files > 0 {
            // What cannot be taken back now is taken back by the next commit; readers never see it.
            let _ = recover(&self.root, &self.base);
        }
        let _ = self.lock.unlock();
    }
}

/// The stored columns and those of a commit that are new; `None` when there are none.
fn widened(stored: &Schema, columns: &[Arc<Field>]) -> Option<Schema> {
    let new: Vec<Arc<Field>> = columns
        .iter()
        .filter(|field| stored.field_with_name(field.name()).is_err())
        .cloned()
        .collect();
    (!new.is_empty()).then(|| Schema::new(stored.fields().iter().cloned().chain(new).collect::<Vec<_>>()))
}
