//! A table with the rows of permitted customers alone, behind a barrier.
//!
//! No condition of a query is evaluated on a row that its reader may not see: a condition that fails (a division by zero, a text that is no number) would
//! tell of it. So nothing is pushed through [`PermittedExec`]: neither the logical nor the physical optimiser knows what it does.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use arrow::array::{Array, AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{Int32Type, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{RecordBatchStream, SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::{
    ChildrenPropertiesMode, DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, Partitioning,
    PlanProperties, ReplaceChildrenOptions,
};
use futures::{Stream, StreamExt};

use crate::lake::Permitted;
use crate::lake::schema::CUSTOMER_KEY;

/// Rows of permitted customers.
#[derive(Debug)]
pub(super) struct PermittedTable {
    table: Arc<dyn TableProvider>,
    key: usize,
    permitted: Arc<Permitted>,
}

impl PermittedTable {
    /// The rows of a table that has `customer_key`.
    pub(super) fn new(table: Arc<dyn TableProvider>, permitted: Arc<Permitted>) -> Result<Self> {
        let key = table.schema().index_of(CUSTOMER_KEY)?;
        Ok(Self { table, key, permitted })
    }
}

#[async_trait]
impl TableProvider for PermittedTable {
    fn schema(&self) -> SchemaRef {
        self.table.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let all = (0..self.schema().fields().len()).collect();
        let shown = projection.unwrap_or(&all);
        // The key comes last where it is not asked for.
        let mut read = shown.clone();
        if !read.contains(&self.key) {
            read.push(self.key);
        }
        let key = read.iter().position(|&column| column == self.key).unwrap_or(0);
        let input = self.table.scan(state, Some(&read), &[], None).await?;
        PermittedExec::over(input, key, shown.len(), Arc::clone(&self.permitted))
    }
}

/// Lets the rows of permitted customers through, and of their columns the first `width`.
#[derive(Debug)]
struct PermittedExec {
    input: Arc<dyn ExecutionPlan>,
    key: usize,
    width: usize,
    permitted: Arc<Permitted>,
    properties: Arc<PlanProperties>,
}

impl PermittedExec {
    fn over(
        input: Arc<dyn ExecutionPlan>,
        key: usize,
        width: usize,
        permitted: Arc<Permitted>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let columns: Vec<usize> = (0..width).collect();
        let schema = Arc::new(input.schema().project(&columns)?);
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(input.output_partitioning().partition_count()),
            input.pipeline_behavior(),
            input.boundedness(),
        );
        Ok(Arc::new(Self {
            input,
            key,
            width,
            permitted,
            properties: Arc::new(properties),
        }))
    }
}

impl DisplayAs for PermittedExec {
    fn fmt_as(&self, _: DisplayFormatType, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PermittedExec")
    }
}

impl ExecutionPlan for PermittedExec {
    fn name(&self) -> &str {
        "PermittedExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        mut children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let input = children
            .pop()
            .ok_or_else(|| DataFusionError::Internal("a restricted table without rows".to_owned()))?;
        Self::over(input, self.key, self.width, Arc::clone(&self.permitted))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        Ok(Box::pin(PermittedStream {
            input: self.input.execute(partition, context)?,
            key: self.key,
            width: self.width,
            schema: self.schema(),
            permitted: Arc::clone(&self.permitted),
        }))
    }
}

struct PermittedStream {
    input: SendableRecordBatchStream,
    key: usize,
    width: usize,
    schema: SchemaRef,
    permitted: Arc<Permitted>,
}

impl PermittedStream {
    fn keep(&self, batch: &RecordBatch) -> Result<RecordBatch> {
        let keys = batch
            .column(self.key)
            .as_primitive_opt::<Int32Type>()
            .ok_or_else(|| DataFusionError::Internal("a restricted table without keys".to_owned()))?;
        // A row that does not say whose it is is nobody's.
        let mask: BooleanArray = (0..keys.len())
            .map(|row| Some(keys.is_valid(row) && self.permitted.holds(keys.value(row) as u32)))
            .collect();
        let columns: Vec<usize> = (0..self.width).collect();
        Ok(filter_record_batch(batch, &mask)?.project(&columns)?)
    }
}

impl Stream for PermittedStream {
    type Item = Result<RecordBatch>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.input
            .poll_next_unpin(context)
            .map(|next| next.map(|batch| batch.and_then(|batch| self.keep(&batch))))
    }
}

impl RecordBatchStream for PermittedStream {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}
