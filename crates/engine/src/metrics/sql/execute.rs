//! Runs a metric's SELECT over the views that it reads.

use std::sync::Arc;

use arrow::record_batch::RecordBatch;
use datafusion::catalog::{CatalogProviderList, MemoryCatalogProviderList};
use datafusion::datasource::MemTable;
use datafusion::execution::context::{SQLOptions, SessionContext};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::prelude::SessionConfig;

use crate::error::{Doing, EngineError};
use crate::runtime::block_on;

/// Rows of an answer at most.
const MAX_ROWS: usize = 5_000_000;

/// The functions and rules of the query engine, set up once; tables belong to a question.
#[derive(Clone)]
pub(crate) struct Session {
    state: SessionState,
}

/// A view as rows.
pub(crate) struct Table {
    /// Its name in SQL.
    pub name: String,
    /// Its rows.
    pub rows: RecordBatch,
}

impl Session {
    /// Two partitions: views are small, and what is planned in more pieces takes longer to plan than to run.
    pub fn new() -> Self {
        let config = SessionConfig::new()
            .with_target_partitions(2)
            .with_information_schema(false)
            .with_create_default_catalog_and_schema(true);
        Self {
            state: SessionStateBuilder::new()
                .with_config(config)
                .with_default_features()
                .build(),
        }
    }

    /// A session with tables of its own: questions that run at the same time do not see each other's.
    pub fn context(&self, tables: Vec<Table>) -> Result<SessionContext, EngineError> {
        let catalogs: Arc<dyn CatalogProviderList> = Arc::new(MemoryCatalogProviderList::new());
        // A state that has its default catalogue already asks for none to be made: the copy shall have its own.
        let config = self.state.config().clone().with_create_default_catalog_and_schema(true);
        let state = SessionStateBuilder::new_from_existing(self.state.clone())
            .with_config(config)
            .with_catalog_list(catalogs)
            .build();
        let context = SessionContext::new_with_state(state);
        for Table { name, rows } in tables {
            let table =
                MemTable::try_new(rows.schema(), vec![vec![rows]]).doing(|| format!("preparing view {name}"))?;
            context
                .register_table(name.as_str(), Arc::new(table))
                .doing(|| format!("preparing view {name}"))?;
        }
        Ok(context)
    }
}

/// Why a SELECT gave no answer.
pub(crate) enum Failure {
    /// What the query engine says about the SQL or its run.
    Query(String),
    /// The answer has more rows than anybody can use.
    TooManyRows(usize),
    /// The runtime.
    Engine(EngineError),
}

/// The answer of a SELECT that only reads.
pub(crate) fn execute(context: &SessionContext, sql: &str) -> Result<Vec<RecordBatch>, Failure> {
    let options = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    let answer = block_on(async {
        let frame = context.sql_with_options(sql, options).await?;
        frame.limit(0, Some(MAX_ROWS + 1))?.collect().await
    });
    let batches = answer
        .map_err(|refusal| Failure::Engine(refusal.into()))?
        .map_err(|error| Failure::Query(error.strip_backtrace()))?;
    let rows = batches.iter().map(RecordBatch::num_rows).sum();
    if rows > MAX_ROWS {
        return Err(Failure::TooManyRows(rows));
    }
    Ok(batches)
}
