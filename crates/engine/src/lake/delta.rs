//! One Delta table: open it at a version, list its files, commit files to it.

use std::path::{Path, PathBuf};

use arrow::datatypes::Schema;
use deltalake_core::DeltaTable;
use deltalake_core::DeltaTableBuilder;
use deltalake_core::kernel::engine::arrow_conversion::TryIntoKernel;
use deltalake_core::kernel::transaction::{CommitBuilder, CommitProperties, TableReference};
use deltalake_core::kernel::{Action, Add, MetadataExt, StructType};
use deltalake_core::operations::create::CreateBuilder;
use deltalake_core::protocol::{DeltaOperation, SaveMode};
use url::Url;

use crate::error::{Doing, EngineError};
use crate::runtime::block_on;

/// A file of a table.
#[derive(Clone, Debug)]
pub(crate) struct DataFile {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Values of the partition columns, in the order of the table's.
    pub(crate) partition: Vec<String>,
}

fn url(folder: &Path) -> Result<Url, EngineError> {
    let absolute = std::path::absolute(folder).doing(|| format!("finding {}", folder.display()))?;
    Url::from_directory_path(&absolute).map_err(|()| EngineError::Failed {
        doing: format!("finding {}", absolute.display()),
        cause: "this path cannot be written as a URL".to_owned(),
    })
}

/// Opens a table at exactly this version.
pub(crate) fn open(folder: &Path, version: u64) -> Result<DeltaTable, EngineError> {
    let doing = || format!("opening {} at version {version}", folder.display());
    let builder = DeltaTableBuilder::from_url(url(folder)?)
        .doing(doing)?
        .with_version(version);
    block_on(builder.load())?.doing(doing)
}

/// The files of an open table, in the order of their paths.
pub(crate) fn files(table: &DeltaTable, folder: &Path, partitions: &[&str]) -> Result<Vec<DataFile>, EngineError> {
    let state = table
        .snapshot()
        .doing(|| format!("listing the files of {}", folder.display()))?;
    let mut files: Vec<DataFile> = state
        .log_data()
        .iter()
        .map(|view| {
            let values = view.partition_values_map();
            DataFile {
                path: folder.join(view.path().as_ref()),
                partition: partitions
                    .iter()
                    .map(|&name| values.get(name).cloned().flatten().unwrap_or_default())
                    .collect(),
            }
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Creates a table with its first files, as version 0.
pub(crate) fn create(
    folder: &Path,
    name: &str,
    schema: &Schema,
    partitions: &[&str],
    adds: Vec<Add>,
) -> Result<u64, EngineError> {
    let doing = || format!("creating table {name}");
    let kernel: StructType = schema.try_into_kernel().doing(doing)?;
    std::fs::create_dir_all(folder).doing(doing)?;
    let builder = CreateBuilder::new()
        .with_location(url(folder)?.to_string())
        .with_table_name(name)
        .with_columns(kernel.fields().cloned())
        .with_partition_columns(partitions.iter().copied())
        .with_actions(adds.into_iter().map(Action::Add))
        .with_commit_properties(CommitProperties::default().with_create_checkpoint(false));
    block_on(builder.into_future())?.doing(doing)?;
    Ok(0)
}

/// What a commit does to a table besides adding files.
pub(crate) struct Change<'a> {
    /// The table's columns if they change; they may only become more.
    pub(crate) schema: Option<&'a Schema>,
    /// Partitions whose present files are removed, by the values of the partition columns.
    pub(crate) replaced: Vec<Vec<String>>,
    /// Names of the partition columns.
    pub(crate) partitions: &'static [&'static str],
    /// All present files are removed: the added ones hold what is left of their rows.
    pub(crate) rewritten: bool,
    /// These files are removed: the added ones hold their rows.
    pub(crate) put_together: Vec<PathBuf>,
}

/// Commits files to an open table and gives its new version.
pub(crate) fn commit(
    table: &DeltaTable,
    (name, folder): (&str, &Path),
    adds: Vec<Add>,
    change: &Change<'_>,
) -> Result<u64, EngineError> {
    let doing = || format!("committing to table {name}");
    let state = table.snapshot().doing(doing)?;
    let mut actions = Vec::with_capacity(adds.len() + 1);
    if let Some(schema) = change.schema {
        let kernel: StructType = schema.try_into_kernel().doing(doing)?;
        actions.push(Action::Metadata(
            state.metadata().clone().with_schema(&kernel).doing(doing)?,
        ));
    }
    let together = !change.put_together.is_empty();
    if !change.replaced.is_empty() || change.rewritten || together {
        for view in state.log_data().iter() {
            let values = view.partition_values_map();
            let partition: Vec<String> = change
                .partitions
                .iter()
                .map(|&name| values.get(name).cloned().flatten().unwrap_or_default())
                .collect();
            let replaced = change.rewritten || change.replaced.contains(&partition);
            if replaced || (together && change.put_together.contains(&folder.join(view.path().as_ref()))) {
                actions.push(Action::Remove(view.remove_action(true)));
            }
        }
    }
    actions.extend(adds.into_iter().map(Action::Add));
    let operation = if change.rewritten || together {
        DeltaOperation::Optimize {
            predicate: None,
            target_size: 0,
        }
    } else {
        DeltaOperation::Write {
            mode: SaveMode::Append,
            partition_by: (!change.partitions.is_empty())
                .then(|| change.partitions.iter().map(|&name| name.to_owned()).collect()),
            predicate: None,
        }
    };
    // Checkpoints and clean-up happen in maintenance, after the head has moved: a checkpoint of a commit that dies could not be taken
    // back by deleting its log entry.
    let properties = CommitProperties::default()
        .with_create_checkpoint(false)
        .with_cleanup_expired_logs(Some(false))
        .with_max_retries(0);
    let commit = CommitBuilder::from(properties).with_actions(actions).build(
        Some(state as &dyn TableReference),
        table.log_store(),
        operation,
    );
    let done = block_on(commit.into_future())?.doing(doing)?;
    Ok(done.version())
}
