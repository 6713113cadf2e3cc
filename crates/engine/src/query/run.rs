//! One SELECT over the lake.

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::prelude::{SQLOptions, SessionContext};
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::error::EngineError;
use crate::runtime::block_on;

use super::guard::objection;

/// What a query gave.
#[derive(Clone, Debug)]
pub struct SqlResult {
    /// Columns, also when there are no rows.
    pub schema: SchemaRef,
    /// The rows.
    pub batches: Vec<RecordBatch>,
    /// More rows than asked for: these are not all.
    pub truncated: bool,
}

impl SqlResult {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

/// Runs one SELECT and gives its first `limit` rows.
///
/// # Errors
/// `sql-refused` when it is no SELECT, names something that is not there, or fails.
pub fn sql(context: &SessionContext, text: &str, limit: Option<usize>) -> Result<SqlResult, EngineError> {
    if let Some(objection) = objection(text) {
        return Err(refused(text, &objection));
    }
    let options = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    let outcome = block_on(async {
        let frame = context.sql_with_options(text, options).await?;
        let schema = SchemaRef::from(frame.schema().clone());
        let frame = match limit {
            // One more than asked for tells whether there are more.
            Some(limit) => frame.limit(0, Some(limit.saturating_add(1)))?,
            None => frame,
        };
        let batches = frame.collect().await?;
        Ok::<_, datafusion::error::DataFusionError>((schema, batches))
    })?;
    let (schema, mut batches) = outcome.map_err(|error| refused(text, &error.to_string()))?;
    let mut truncated = false;
    if let Some(limit) = limit {
        let mut left = limit;
        for batch in &mut batches {
            if batch.num_rows() > left {
                truncated = true;
                *batch = batch.slice(0, left);
            }
            left -= batch.num_rows();
        }
        batches.retain(|batch| batch.num_rows() > 0);
    }
    Ok(SqlResult {
        schema,
        batches,
        truncated,
    })
}

pub(super) fn refused(text: &str, cause: &str) -> EngineError {
    Refusal::new(
        "sql-refused",
        bilingual!("查询不能执行：{cause}", "the query cannot be run: {cause}"),
        Bilingual::new(
            "只允许一条 SELECT；SELECT * FROM information_schema.columns 列出全部表和列",
            "write one SELECT; SELECT * FROM information_schema.columns lists all tables and columns",
        ),
    )
    .with_value(text)
    .into()
}
