//! The canonical tables out of rows in memory.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray};
use arrow::record_batch::RecordBatch;
use datafusion::datasource::MemTable;
use datafusion::execution::context::SessionContext;
use holdfast_domain::day::Day;

use super::memory::MemoryData;
use crate::error::{Doing, EngineError};

/// Registers those of `names` that there are.
pub(super) fn register(data: &MemoryData, session: &SessionContext, names: &[String]) -> Result<(), EngineError> {
    for name in names {
        let columns = match name.as_str() {
            "customers" => customers(data),
            "events" => events(data),
            "subscriptions" => subscriptions(data),
            "interactions" => interactions(data),
            "responses" => responses(data),
            _ => continue,
        };
        let rows =
            RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
                .doing(|| format!("preparing table {name}"))?;
        let table = MemTable::try_new(rows.schema(), vec![vec![rows]]).doing(|| format!("preparing table {name}"))?;
        session
            .register_table(name.as_str(), Arc::new(table))
            .doing(|| format!("preparing table {name}"))?;
    }
    Ok(())
}

type Columns = Vec<(String, ArrayRef)>;

fn keys(keys: impl Iterator<Item = u32>) -> (String, ArrayRef) {
    let keys: Int64Array = keys.map(|key| Some(i64::from(key))).collect();
    ("customer_key".to_owned(), Arc::new(keys))
}

fn text<'a>(name: &str, values: impl Iterator<Item = Option<&'a str>>) -> (String, ArrayRef) {
    (name.to_owned(), Arc::new(values.collect::<StringArray>()))
}

fn instants(name: &str, values: impl Iterator<Item = Option<i64>>) -> (String, ArrayRef) {
    let values: TimestampMicrosecondArray = values.collect();
    (name.to_owned(), Arc::new(values.with_timezone("UTC")))
}

fn days(name: &str, values: impl Iterator<Item = Option<Day>>) -> (String, ArrayRef) {
    let values: Date32Array = values.map(|day| day.map(Day::number)).collect();
    (name.to_owned(), Arc::new(values))
}

fn whole(name: &str, values: impl Iterator<Item = Option<i64>>) -> (String, ArrayRef) {
    (name.to_owned(), Arc::new(values.collect::<Int64Array>()))
}

fn number(name: &str, values: impl Iterator<Item = Option<f64>>) -> (String, ArrayRef) {
    (name.to_owned(), Arc::new(values.collect::<Float64Array>()))
}

/// A row a customer, with the values that hold last.
fn customers(data: &MemoryData) -> Columns {
    let mut latest: Vec<usize> = Vec::new();
    for (index, row) in data.customers.iter().enumerate() {
        match latest.last_mut() {
            Some(last) if data.customers[*last].customer == row.customer => *last = index,
            _ => latest.push(index),
        }
    }
    let rows = || latest.iter().map(|&index| &data.customers[index]);
    let mut columns = vec![
        keys(rows().map(|row| row.customer)),
        text("customer_id", rows().map(|row| Some(row.id.as_str()))),
    ];
    for (index, name) in data.dimensions.iter().enumerate() {
        columns.push(text(name, rows().map(|row| row.values[index].as_deref())));
    }
    columns
}

fn events(data: &MemoryData) -> Columns {
    let rows = || data.events.iter();
    vec![
        keys(rows().map(|row| row.customer)),
        instants("occurred_at", rows().map(|row| Some(row.occurred_at_us))),
        text("kind", rows().map(|row| Some(row.kind.as_str()))),
        whole("amount_minor", rows().map(|row| row.amount_minor)),
    ]
}

fn subscriptions(data: &MemoryData) -> Columns {
    let rows = || data.subscriptions.iter();
    vec![
        keys(rows().map(|row| row.customer)),
        days("started_on", rows().map(|row| Some(row.started_on))),
        days("ended_on", rows().map(|row| row.ended_on)),
        whole("mrr_minor", rows().map(|row| Some(row.mrr_minor))),
    ]
}

fn interactions(data: &MemoryData) -> Columns {
    let rows = || data.interactions.iter();
    vec![
        keys(rows().map(|row| row.customer)),
        instants("opened_at", rows().map(|row| Some(row.opened_at_us))),
        instants("resolved_at", rows().map(|row| row.resolved_at_us)),
        text("kind", rows().map(|row| Some(row.kind.as_str()))),
        number("satisfaction", rows().map(|row| row.satisfaction)),
    ]
}

fn responses(data: &MemoryData) -> Columns {
    let rows = || data.responses.iter();
    vec![
        keys(rows().map(|row| row.customer)),
        instants("answered_at", rows().map(|row| Some(row.answered_at_us))),
        text("question_id", rows().map(|row| Some(row.question.as_str()))),
        number("value_num", rows().map(|row| row.value)),
    ]
}
