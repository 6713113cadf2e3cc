//! Rows as they are written.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, Date32Array, Int32Array, Int64Array, RecordBatch, TimestampMicrosecondArray, UInt32Array,
};
use arrow::compute::{concat_batches, take};
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use holdfast_domain::canonical::{CanonicalTable, FieldType};
use rayon::prelude::*;

use crate::error::{Doing, EngineError};
use crate::lake::LakeView;
use crate::lake::schema::{CUSTOMER_KEY, ROW_NO};
use crate::table::Levels;

use super::assemble::{Assembled, text_array};
use super::batch::Parts;
use super::cells::NONE;
use super::import::{Import, State};
use super::report::BatchReport;
use super::times::ALWAYS_KNOWN_US;

/// Key, canonical columns and attributes of all rows.
pub(super) fn content(rows: &Assembled, keys: &[u32]) -> Result<RecordBatch, EngineError> {
    let key = Int32Array::from_iter(keys.iter().map(|&key| (key != u32::MAX).then_some(key as i32)));
    let mut fields = vec![Field::new(CUSTOMER_KEY, DataType::Int32, true)];
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(key)];
    for (field, array) in &rows.columns {
        fields.push(field.clone());
        arrays.push(Arc::clone(array));
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).doing(|| "putting the columns together".to_owned())
}

/// The rows as they are written.
pub(super) fn written(
    job: &Import<'_>,
    report: &BatchReport,
    parts: &Parts,
    picked: &[u32],
    row_numbers: &[i64],
) -> Result<RecordBatch, EngineError> {
    let indices = UInt32Array::from(picked.to_vec());
    let identity =
        picked.len() == parts.rows.taken.len() && picked.iter().enumerate().all(|(at, &row)| at == row as usize);
    let schema = parts.content.schema();
    let columns: Vec<ArrayRef> = parts
        .content
        .columns()
        .par_iter()
        .map(|column| {
            if identity {
                Ok(Arc::clone(column))
            } else {
                take(column, &indices, None)
            }
        })
        .collect::<Result<_, _>>()
        .doing(|| "choosing rows".to_owned())?;
    let known = TimestampMicrosecondArray::from_iter_values(picked.iter().map(|&row| parts.known_at[row as usize]));
    let known = known.with_timezone("UTC");
    let constant = |text: &str| {
        let mut levels = Levels::default();
        levels.push(text);
        text_array(vec![0; picked.len()], &levels)
    };
    let mut fields = vec![Field::new(ROW_NO, DataType::Int64, true)];
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(row_numbers.to_vec()))];
    for (field, column) in schema.fields().iter().zip(columns) {
        fields.push(field.as_ref().clone());
        arrays.push(column);
    }
    for (name, array) in [
        ("known_at", Arc::new(known) as ArrayRef),
        ("source", constant(&job.spec.id)),
        ("batch_id", constant(&report.batch_id)),
    ] {
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).doing(|| "putting the rows together".to_owned())
}

/// Rows of `customers` for ids that no source of customers has told of: id and first day only.
pub(super) fn new_customers(
    job: &Import<'_>,
    table: CanonicalTable,
    state: &mut State,
    report: &mut BatchReport,
    parts: &Parts,
    picked: &[u32],
) -> Result<Option<RecordBatch>, EngineError> {
    let (from, to) = (state.ids.stored, state.ids.len());
    report.customers_new = u64::from(to - from);
    state.ids.stored = to;
    if table == CanonicalTable::Customers || from == to {
        return Ok(None);
    }
    let is_day = table
        .field(table.time_field())
        .is_some_and(|field| field.kind == FieldType::Day);
    let mut first = vec![i64::MAX; (to - from) as usize];
    if let Some(times) = &parts.rows.times {
        for &row in picked {
            let (key, time) = (parts.keys[row as usize], times[row as usize]);
            if key >= from && key != u32::MAX && time != NONE {
                let slot = &mut first[(key - from) as usize];
                *slot = (*slot).min(time);
            }
        }
    }
    let days = first.iter().map(|&time| match time {
        i64::MAX => None,
        day if is_day => i32::try_from(day).ok(),
        at => Some(job.zone.day_of(at).number()),
    });
    let count = first.len();
    let mut ids = Levels::default();
    for key in from..to {
        ids.push(state.ids.id(key));
    }
    let constant = |text: &str| {
        let mut levels = Levels::default();
        levels.push(text);
        text_array(vec![0; count], &levels)
    };
    let known = TimestampMicrosecondArray::from(vec![ALWAYS_KNOWN_US; count]).with_timezone("UTC");
    let arrays: Vec<(&str, ArrayRef)> = vec![
        (
            ROW_NO,
            Arc::new(Int64Array::from_iter_values(
                state.next_row..state.next_row + count as i64,
            )),
        ),
        (
            CUSTOMER_KEY,
            Arc::new(Int32Array::from_iter_values(from as i32..to as i32)),
        ),
        ("customer_id", text_array((0..count as u32).collect(), &ids)),
        ("first_seen_on", Arc::new(Date32Array::from_iter(days))),
        ("known_at", Arc::new(known)),
        ("source", constant(&job.spec.id)),
        ("batch_id", constant(&report.batch_id)),
    ];
    state.next_row += count as i64;
    RecordBatch::try_from_iter_with_nullable(arrays.into_iter().map(|(name, array)| (name, array, true)))
        .doing(|| "putting new customers together".to_owned())
        .map(Some)
}

/// Rows of `customers` with what other sources know of the same customers: a column that this source does not have keeps its present value.
pub(super) fn with_other_columns(
    view: &LakeView,
    content: RecordBatch,
    keys: &[u32],
) -> Result<RecordBatch, EngineError> {
    const ORIGIN: [&str; 4] = [ROW_NO, "known_at", "source", "batch_id"];
    let doing = || "joining what other sources know of customers".to_owned();
    let stored = view.schema("customers")?;
    let names: Vec<&str> = stored
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .filter(|name| !ORIGIN.contains(name) && content.schema_ref().field_with_name(name).is_err())
        .collect();
    if names.is_empty() || !view.head().tables.contains_key("customers") {
        return Ok(content);
    }
    let mut columns = vec![CUSTOMER_KEY];
    columns.extend(&names);
    let batches = view.read("customers", &columns)?;
    let Some(first) = batches.first() else {
        return Ok(content);
    };
    let present = concat_batches(&first.schema(), &batches).doing(doing)?;
    let mut row_of: Vec<Option<u32>> = vec![None; view.head().customers as usize];
    for (row, &key) in present
        .column(0)
        .as_primitive::<Int32Type>()
        .values()
        .iter()
        .enumerate()
    {
        if let Some(slot) = row_of.get_mut(key as usize) {
            *slot = Some(row as u32);
        }
    }
    let rows: UInt32Array = keys
        .iter()
        .map(|&key| row_of.get(key as usize).copied().flatten())
        .collect();
    let mut fields: Vec<_> = content.schema_ref().fields().iter().cloned().collect();
    let mut arrays = content.columns().to_vec();
    for (field, column) in present.schema_ref().fields().iter().zip(present.columns()).skip(1) {
        fields.push(Arc::clone(field));
        arrays.push(take(column, &rows, None).doing(doing)?);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).doing(doing)
}
