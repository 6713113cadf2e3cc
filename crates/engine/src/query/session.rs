//! A DataFusion session over a view of the lake.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch};
use arrow::datatypes::DataType;
use datafusion::catalog::TableProvider;
use datafusion::common::JoinType;
use datafusion::dataframe::DataFrame;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::{Expr, cast, col, ident, lit};
use datafusion::prelude::{SessionConfig, SessionContext};
use datafusion::scalar::ScalarValue;
use deltalake_core::DeltaTable;
use holdfast_domain::canonical::CanonicalTable;

use crate::error::{Doing, EngineError};
use crate::lake::schema::{self, CUSTOMER_KEY, ROW_NO};
use crate::lake::{LakeView, Moment, Permitted};
use crate::runtime::block_on;

use super::functions;
use super::mask::mask;
use super::permitted::PermittedTable;
use super::stoppable::Stoppable;

/// What a session may show and use.
#[derive(Clone, Debug)]
pub struct SessionSettings {
    /// The workspace's time zone, for SQL's date functions.
    pub time_zone: String,
    /// Whether personal fields are shown as they are.
    pub personal: bool,
    /// Bytes that sorting and joining may take before they go to the disk.
    pub memory_bytes: usize,
    /// The customers whose rows are shown, of those that the view's reader may see; `None`: all of them. Tables that do not say whose their rows are
    /// stay whole.
    pub only: Option<Arc<Permitted>>,
}

/// Bytes that sorting and joining may put on the disk.
const TEMPORARY_BYTES: u64 = 8 << 30;

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            time_zone: "UTC".to_owned(),
            personal: false,
            memory_bytes: 4 << 30,
            only: None,
        }
    }
}

/// A session with every table of the lake that the view's reader may know of, their rows alone, and with functions that cannot take all memory.
///
/// # Errors
/// When a table's log cannot be read.
pub fn session(view: &LakeView, settings: &SessionSettings) -> Result<SessionContext, EngineError> {
    let context = empty(settings)?;
    functions::bound(&context);
    let mut names: Vec<&str> = CanonicalTable::ALL.iter().map(|table| table.name()).collect();
    names.extend([schema::BATCHES, schema::REJECTS, schema::PANEL, schema::SCORES]);
    register(&context, view, &names, settings)?;
    Ok(context)
}

pub(crate) fn empty(settings: &SessionSettings) -> Result<SessionContext, EngineError> {
    let mut config = SessionConfig::new()
        .with_target_partitions(2)
        .with_information_schema(true);
    config.options_mut().execution.time_zone = Some(settings.time_zone.clone());
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_limit(settings.memory_bytes, 0.9)
        .with_max_temp_directory_size(TEMPORARY_BYTES)
        .build_arc()
        .doing(|| "starting the query engine".to_owned())?;
    let state = SessionStateBuilder::new()
        .with_config(config)
        .with_runtime_env(runtime)
        .with_default_features()
        .with_physical_optimizer_rule(Arc::new(Stoppable))
        .build();
    Ok(SessionContext::new_with_state(state))
}

/// Registers tables of a view under their names, those that are hidden from its reader left out. A table that was never written to is empty.
///
/// # Errors
/// When a table's log cannot be read.
pub fn register(
    context: &SessionContext,
    view: &LakeView,
    names: &[&str],
    settings: &SessionSettings,
) -> Result<(), EngineError> {
    let shown_customers = match (view.permitted()?, &settings.only) {
        (Some(permitted), Some(only)) => Some(Arc::new(only.within(&permitted))),
        (permitted, only) => permitted.or_else(|| only.clone()),
    };
    for &name in names.iter().filter(|name| view.shows(name)) {
        let doing = || format!("opening table {name}");
        let frame = match view.table(name)? {
            Some(table) => {
                let provider = provider(&table).doing(doing)?;
                let frame = context.read_table(provider).doing(doing)?;
                as_of(context, view, name, frame)?
            }
            None => {
                let empty = RecordBatch::new_empty(schema::of(name));
                context.read_batch(empty).doing(doing)?
            }
        };
        let frame = shown(view, name, frame, settings).doing(doing)?;
        let mut table = frame.into_view();
        // A restricted reader is shown no table without customers, so that none is left whole here.
        if let Some(customers) = &shown_customers
            && (view.is_restricted() || schema::of(name).field_with_name(CUSTOMER_KEY).is_ok())
        {
            table = Arc::new(PermittedTable::new(table, Arc::clone(customers)).doing(doing)?);
        }
        context.register_table(name, table).doing(doing)?;
    }
    Ok(())
}

fn provider(table: &Arc<DeltaTable>) -> Result<Arc<dyn TableProvider>, EngineError> {
    let table = Arc::clone(table);
    block_on(async move { table.table_provider().await })?.doing(|| "opening a table".to_owned())
}

/// Rows as of the view's moment: the same cut as `LakeView::read`.
fn as_of(context: &SessionContext, view: &LakeView, name: &str, frame: DataFrame) -> Result<DataFrame, EngineError> {
    let Some(table) = CanonicalTable::parse(name) else {
        return Ok(frame);
    };
    let doing = || format!("cutting table {name} as of a moment");
    let Moment {
        occurred_before_us,
        known_by_us,
    } = view.moment();
    let at = |us: i64| lit(ScalarValue::TimestampMicrosecond(Some(us), Some("UTC".into())));
    let mut frame = frame;
    if known_by_us != i64::MAX {
        frame = frame.filter(col("known_at").lt_eq(at(known_by_us))).doing(doing)?;
    }
    let time = table.time_field();
    if occurred_before_us != i64::MAX && time.ends_with("_at") {
        frame = frame.filter(col(time).lt(at(occurred_before_us))).doing(doing)?;
    }
    let retracted = view.retractions()?;
    if retracted.is_empty() {
        return Ok(frame);
    }
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(retracted.numbers()));
    let gone = RecordBatch::try_from_iter([("gone_row_no", numbers)]).doing(doing)?;
    let gone = context.read_batch(gone).doing(doing)?;
    frame
        .join(gone, JoinType::LeftAnti, &[ROW_NO], &["gone_row_no"], None)
        .doing(doing)
}

/// Without row numbers, with personal fields masked, and with instants as the workspace's clocks show them: months, days and hours that SQL takes of
/// them are those of the metrics.
fn shown(
    view: &LakeView,
    name: &str,
    frame: DataFrame,
    settings: &SessionSettings,
) -> Result<DataFrame, datafusion::error::DataFusionError> {
    let columns: Vec<Expr> = frame
        .schema()
        .fields()
        .iter()
        .filter(|field| field.name() != ROW_NO)
        .map(|field| {
            let column = ident(field.name());
            if name == "customers" && !settings.personal && view.head().personal.contains(field.name()) {
                mask().call(vec![cast(column, DataType::Utf8)]).alias(field.name())
            } else if let DataType::Timestamp(unit, Some(zone)) = field.data_type()
                && **zone != *settings.time_zone
            {
                let local = DataType::Timestamp(*unit, Some(settings.time_zone.as_str().into()));
                cast(column, local).alias(field.name())
            } else {
                column
            }
        })
        .collect();
    frame.select(columns)
}
