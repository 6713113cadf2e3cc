//! One SELECT, bounded in time, rows, bytes and memory, that stops when nobody waits for it any more.

use std::sync::Arc;
use std::time::Duration;

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::DataFusionError;
use datafusion::dataframe::DataFrame;
use datafusion::prelude::SQLOptions;
use futures::StreamExt;
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;

use crate::error::{Doing, EngineError};
use crate::lake::LakeView;
use crate::runtime;

use super::guard::objection;
use super::json::json_lines;
use super::run::refused;
use super::session::{SessionSettings, session};

/// How much a question may take. Memory for sorting and joining: [`SessionSettings::memory_bytes`].
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rows of the answer at most; what is left out is said.
    pub rows: usize,
    /// Bytes of the answer in memory at most; likewise.
    pub bytes: usize,
    /// Time at most; a question that takes longer is refused.
    pub time: Duration,
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerColumn {
    /// Its name.
    pub name: String,
    /// `text`, `integer`, `number`, `boolean`, `date`, `instant` or `other` (written as text).
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// The rows of an answer, each an array in the order of the columns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The columns, also when there are no rows.
    pub columns: Vec<AnswerColumn>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// These are not all.
    pub truncated: bool,
}

/// The word for a column's type, as answers and schemas show it.
pub fn type_word(kind: &DataType) -> &'static str {
    match kind {
        DataType::Dictionary(_, value) => type_word(value),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text",
        DataType::Boolean => "boolean",
        DataType::Date32 | DataType::Date64 => "date",
        DataType::Timestamp(..) => "instant",
        kind if kind.is_integer() => "integer",
        DataType::Float16 | DataType::Float32 | DataType::Float64 => "number",
        _ => "other",
    }
}

/// Answers one SELECT over the tables that the view's reader may know of. It runs on the engine's own threads; when the future is dropped, it stops.
///
/// # Errors
/// `sql-refused`, `sql-too-slow`, `sql-too-much-memory`; a lake that cannot be read.
pub async fn ask(
    view: Arc<LakeView>,
    settings: SessionSettings,
    text: String,
    limits: Limits,
) -> Result<Answer, EngineError> {
    within(limits.time, text.clone(), async move {
        let frame = opened(view, settings, &text).await?;
        let schema = SchemaRef::from(frame.schema().clone());
        // One more than asked for tells whether there are more.
        let frame = frame
            .limit(0, Some(limits.rows.saturating_add(1)))
            .map_err(|error| failed(&text, &error))?;
        let mut stream = frame.execute_stream().await.map_err(|error| failed(&text, &error))?;
        let (mut rows, mut bytes, mut truncated) = (Vec::new(), 0usize, false);
        while let Some(batch) = stream.next().await {
            let mut batch = batch.map_err(|error| failed(&text, &error))?;
            bytes = bytes.saturating_add(batch.get_array_memory_size());
            let left = limits.rows - rows.len();
            truncated = batch.num_rows() > left || bytes > limits.bytes;
            if batch.num_rows() > left {
                batch = batch.slice(0, left);
            }
            if bytes <= limits.bytes {
                rows.extend(json_lines(&batch)?);
            }
            if truncated {
                break;
            }
        }
        let columns = schema.fields().iter().map(|field| AnswerColumn {
            name: field.name().clone(),
            kind: type_word(field.data_type()),
        });
        Ok(Answer {
            columns: columns.collect(),
            rows,
            truncated,
        })
    })
    .await
}

/// The plan of a SELECT. Tables are opened on a thread that may wait.
pub(super) async fn opened(
    view: Arc<LakeView>,
    settings: SessionSettings,
    text: &str,
) -> Result<DataFrame, EngineError> {
    if let Some(objection) = objection(text) {
        return Err(refused(text, &objection));
    }
    let context = tokio::task::spawn_blocking(move || session(&view, &settings))
        .await
        .doing(|| "opening the lake's tables".to_owned())??;
    let options = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    context
        .sql_with_options(text, options)
        .await
        .map_err(|error| failed(text, &error))
}

/// Runs work on the threads for queries, for so long at most.
pub(super) async fn within<T: Send + 'static>(
    time: Duration,
    text: String,
    work: impl Future<Output = Result<T, EngineError>> + Send + 'static,
) -> Result<T, EngineError> {
    let task = Stopping(runtime::queries()?.spawn(async move { tokio::time::timeout(time, work).await }));
    match task.await.doing(|| "running a query".to_owned())? {
        Ok(outcome) => outcome,
        Err(_) => Err(too_slow(&text, time)),
    }
}

/// A task that is stopped when nobody waits for it.
struct Stopping<T>(tokio::task::JoinHandle<T>);

impl<T> Future for Stopping<T> {
    type Output = Result<T, tokio::task::JoinError>;

    fn poll(mut self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<Self::Output> {
        std::pin::Pin::new(&mut self.0).poll(context)
    }
}

impl<T> Drop for Stopping<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What the query engine says, as a refusal: what it says of memory has a code of its own.
pub(super) fn failed(text: &str, error: &DataFusionError) -> EngineError {
    let root = error.find_root();
    let cause = root.strip_backtrace();
    if matches!(root, DataFusionError::ResourcesExhausted(_)) {
        return Refusal::new(
            "sql-too-much-memory",
            bilingual!(
                "查询要用的内存太多：{cause}",
                "the query needs too much memory: {cause}"
            ),
            Bilingual::new(
                "加上条件，少选几列，或先汇总再关联",
                "add conditions, choose fewer columns, or aggregate before joining",
            ),
        )
        .with_value(text)
        .into();
    }
    refused(text, &cause)
}

fn too_slow(text: &str, time: Duration) -> EngineError {
    let seconds = time.as_secs_f64();
    Refusal::new(
        "sql-too-slow",
        bilingual!(
            "查询超过了 {seconds} 秒",
            "the query took longer than {seconds} seconds"
        ),
        Bilingual::new(
            "加上条件，缩短时间范围，或先汇总再关联",
            "add conditions, shorten the time range, or aggregate before joining",
        ),
    )
    .with_value(text)
    .into()
}
