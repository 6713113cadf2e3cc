//! What the lake has of a table, for comparing with a batch.

use std::collections::BTreeSet;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Int32Type, Int64Type, Schema, TimestampMicrosecondType};
use rayon::prelude::*;

use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::schema::{CUSTOMER_KEY, ROW_NO, instant};

use super::correct::{Current, Keyed, Row, Verdict};
use super::digest::digests;

/// Columns of a customer's row that do not say anything of the customer.
const BARE: [&str; 7] = [
    ROW_NO,
    CUSTOMER_KEY,
    "customer_id",
    "first_seen_on",
    "known_at",
    "source",
    "batch_id",
];

fn texts(name: &str) -> Field {
    Field::new(
        name,
        DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        true,
    )
}

/// Which levels of a dictionary are wanted.
fn flags(column: &ArrayRef, wanted: impl Fn(&str) -> bool) -> Vec<bool> {
    let values = column.as_dictionary::<Int32Type>().values().as_string::<i32>();
    values.iter().map(|text| text.is_some_and(&wanted)).collect()
}

fn flagged(column: &ArrayRef, flags: &[bool], row: usize) -> bool {
    column
        .as_dictionary::<Int32Type>()
        .key(row)
        .is_some_and(|code| flags[code])
}

/// Looks up the present rows of the keys numbered so far among a table's rows of a source. Their content is read only where a key matches.
pub(crate) fn load(
    keyed: &mut Keyed,
    view: &LakeView,
    table: &'static str,
    key: &str,
    source: &str,
) -> Result<(), EngineError> {
    let columns = Schema::new(vec![
        Field::new(ROW_NO, DataType::Int64, true),
        texts(key),
        texts("source"),
    ]);
    let (keys, current) = (&keyed.keys, &keyed.current);
    let found = view.map_rows(table, &columns, None, |batch| {
        let numbers = batch.column(0).as_primitive::<Int64Type>().values().clone();
        let column = batch.column(1).as_dictionary::<Int32Type>();
        let codes: Vec<Option<u32>> = column
            .values()
            .as_string::<i32>()
            .iter()
            .map(|text| keys.find(text?.as_bytes()))
            .collect();
        let ours = flags(batch.column(2), |text| text == source);
        let row = |row: usize| {
            let code = codes[column.key(row)?]? as usize;
            let wanted = current.get(code).is_some_and(Option::is_none) && flagged(batch.column(2), &ours, row);
            wanted.then(|| (numbers[row], code))
        };
        Ok((0..batch.num_rows()).filter_map(row).collect::<Vec<_>>())
    })?;
    let mut found: Vec<(i64, usize)> = found.into_iter().flatten().collect();
    if found.is_empty() {
        return Ok(());
    }
    found.par_sort_unstable();
    let wanted: Vec<i64> = found.iter().map(|&(row_no, _)| row_no).collect();
    for present in contents(view, table, &wanted, false)? {
        if let Ok(at) = wanted.binary_search(&present.row_no) {
            keyed.current[found[at].1] = Some(present);
        }
    }
    Ok(())
}

/// Looks up all forms that keys ever had, for keys of which something older than the present form arrives.
pub(crate) fn load_older(
    keyed: &mut Keyed,
    view: &LakeView,
    table: &'static str,
    key: &str,
    source: Option<&str>,
    rows: &[Row],
) -> Result<(), EngineError> {
    let asked = keyed.asks_for_older(rows);
    // Forms that this import staged itself are in `older` already.
    let in_lake = |key: &usize| {
        keyed.current[*key].is_some_and(|current| current.row_no < view.head().next_row)
            || keyed.older.contains_key(key)
    };
    if !asked.iter().any(in_lake) {
        return Ok(());
    }
    let mut found: Vec<(i64, usize)> = Vec::new();
    if key == CUSTOMER_KEY {
        for batch in view.read_all(table, &[ROW_NO, CUSTOMER_KEY])? {
            let numbers = batch.column(0).as_primitive::<Int64Type>().values();
            let keys = batch.column(1).as_primitive::<Int32Type>().values();
            found.extend(numbers.iter().zip(keys).map(|(&row_no, &key)| (row_no, key as usize)));
        }
    } else {
        for batch in view.read_all(table, &[ROW_NO, key, "source"])? {
            let numbers = batch.column(0).as_primitive::<Int64Type>().values();
            let (keys, sources) = (batch.column(1).as_string::<i32>(), batch.column(2).as_string::<i32>());
            found.extend((0..batch.num_rows()).filter_map(|row| {
                let ours = keys.is_valid(row)
                    && source.is_none_or(|source| sources.is_valid(row) && sources.value(row) == source);
                let code = if ours {
                    keyed.keys.find(keys.value(row).as_bytes())?
                } else {
                    return None;
                };
                Some((numbers[row], code as usize))
            }));
        }
    }
    found.retain(|(row_no, key)| {
        asked.contains(key) && keyed.current[*key].is_some_and(|current| current.row_no != *row_no)
    });
    found.sort_unstable();
    let wanted: Vec<i64> = found.iter().map(|&(row_no, _)| row_no).collect();
    for form in contents(view, table, &wanted, true)? {
        if let Ok(at) = wanted.binary_search(&form.row_no) {
            keyed.older.entry(found[at].1).or_default().push(form);
        }
    }
    for key in &asked {
        if let Some(older) = keyed.older.get_mut(key) {
            older.sort_unstable_by_key(|form| (form.known_at, form.row_no));
            older.dedup_by_key(|form| form.row_no);
        }
    }
    keyed.looked_up.extend(asked);
    Ok(())
}

/// Rows with these numbers (in order); those that no longer hold only if `retracted`.
fn contents(
    view: &LakeView,
    table: &'static str,
    wanted: &[i64],
    retracted: bool,
) -> Result<Vec<Current>, EngineError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let columns = all_columns(view, table)?;
    let rows = std::sync::Arc::from(wanted);
    let found = if retracted {
        view.map_all_rows(table, &columns, Some(rows), |batch| rows_of(&batch))?
    } else {
        view.map_rows(table, &columns, Some(rows), |batch| rows_of(&batch))?
    };
    Ok(found.into_iter().flatten().collect())
}

/// All of a table's columns; texts as dictionaries, whose levels are looked at once.
fn all_columns(view: &LakeView, table: &str) -> Result<Schema, EngineError> {
    let whole = view.schema(table)?;
    let fields = whole.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 => texts(field.name()),
        _ => field.as_ref().clone(),
    });
    Ok(Schema::new(fields.collect::<Vec<_>>()))
}

fn rows_of(batch: &RecordBatch) -> Result<Vec<Current>, EngineError> {
    let digests = digests(batch)?;
    let column = |name: &str| batch.column_by_name(name);
    let (Some(numbers), Some(known)) = (column(ROW_NO), column("known_at")) else {
        return Ok(Vec::new());
    };
    let numbers = numbers.as_primitive::<Int64Type>().values();
    let known = known.as_primitive::<TimestampMicrosecondType>().values();
    let schema = batch.schema();
    let telling: Vec<&ArrayRef> = schema
        .fields()
        .iter()
        .zip(batch.columns())
        .filter(|(field, column)| !BARE.contains(&field.name().as_str()) && column.null_count() < column.len())
        .map(|(_, column)| column)
        .collect();
    let row = |row: usize| Current {
        row_no: numbers[row],
        known_at: known[row],
        digest: digests[row],
        bare: telling.iter().all(|column| column.is_null(row)),
    };
    Ok((0..batch.num_rows()).map(row).collect())
}

/// Present rows of all customers, by key. What this source itself said of one is never bare.
pub(crate) fn customers(view: &LakeView, source: &str) -> Result<Vec<Option<Current>>, EngineError> {
    let mut current = vec![None; view.head().customers as usize];
    let columns = all_columns(view, "customers")?;
    let found = view.map_rows("customers", &columns, None, |batch| {
        let keys = batch
            .column_by_name(CUSTOMER_KEY)
            .map(|keys| keys.as_primitive::<Int32Type>().values().to_vec());
        let mut rows = rows_of(&batch)?;
        if let Some(sources) = batch.column_by_name("source") {
            let ours = flags(sources, |text| text == source);
            for (index, row) in rows.iter_mut().enumerate() {
                row.bare = row.bare && !flagged(sources, &ours, index);
            }
        }
        Ok(keys.unwrap_or_default().into_iter().zip(rows).collect::<Vec<_>>())
    })?;
    for (key, row) in found.into_iter().flatten() {
        if let Some(slot) = current.get_mut(key as usize) {
            *slot = Some(row);
        }
    }
    Ok(current)
}

/// Earlier forms of a file: the batches that they were, and the key's column if only rows without a key are meant.
pub(crate) struct Forms<'a> {
    pub(crate) table: &'static str,
    pub(crate) source: &'a str,
    pub(crate) batch_ids: &'a [String],
    pub(crate) without_key: Option<&'static str>,
}

/// A file that was imported before in another form: rows that stay, rows that go, rows that are new.
pub(crate) fn against_earlier_form(
    view: &LakeView,
    forms: &Forms<'_>,
    rows: &[Row],
    now_us: i64,
    verdict: &mut Verdict,
) -> Result<(), EngineError> {
    let numbers = rows_of_forms(view, forms)?;
    let mut earlier: Vec<(u64, i64)> = contents(view, forms.table, &numbers, false)?
        .into_iter()
        .map(|row| (row.digest, row.row_no))
        .collect();
    earlier.par_sort_unstable();
    let mut now: Vec<(u64, usize)> = rows
        .iter()
        .enumerate()
        .map(|(position, row)| (row.digest, position))
        .collect();
    now.par_sort_unstable();
    // Both in the order of their content: equal rows meet, as often as both have them, the earliest first.
    let mut stays = vec![false; rows.len()];
    let mut gone = Vec::new();
    let mut at = 0;
    for &(digest, row_no) in &earlier {
        while now.get(at).is_some_and(|&(other, _)| other < digest) {
            at += 1;
        }
        match now.get(at) {
            Some(&(other, position)) if other == digest => {
                stays[position] = true;
                at += 1;
            }
            _ => gone.push(row_no),
        }
    }
    let new: Vec<&Row> = rows
        .iter()
        .zip(&stays)
        .filter(|(_, stays)| !**stays)
        .map(|(row, _)| row)
        .collect();
    verdict.unchanged += (rows.len() - new.len()) as u64;
    // A row that went while another came is a correction; what is left over was withdrawn.
    let corrected = gone.len().min(new.len());
    verdict.corrected += corrected as u64;
    verdict.withdrawn += (gone.len() - corrected) as u64;
    if !gone.is_empty() {
        // Nothing says which of the new rows stand for one that goes: none is seen before that one has gone.
        verdict.late.extend(
            new.iter()
                .filter(|row| row.known_at < now_us)
                .map(|row| (row.index, now_us)),
        );
    }
    verdict.append.extend(new.iter().map(|row| row.index));
    gone.sort_unstable();
    verdict.retract.extend(gone.into_iter().map(|row_no| (row_no, now_us)));
    Ok(())
}

/// Numbers of the rows that a file's earlier forms put into a table, in order.
fn rows_of_forms(view: &LakeView, forms: &Forms<'_>) -> Result<Vec<i64>, EngineError> {
    let mut fields = vec![
        Field::new(ROW_NO, DataType::Int64, true),
        texts("source"),
        texts("batch_id"),
    ];
    fields.extend(forms.without_key.map(texts));
    let found = view.map_rows(forms.table, &Schema::new(fields), None, |batch| {
        let numbers = batch.column(0).as_primitive::<Int64Type>().values().clone();
        let ours = flags(batch.column(1), |text| text == forms.source);
        let ids = flags(batch.column(2), |text| forms.batch_ids.iter().any(|id| id == text));
        let key = forms.without_key.map(|_| batch.column(3));
        let wanted = |row: &usize| {
            flagged(batch.column(1), &ours, *row)
                && flagged(batch.column(2), &ids, *row)
                && key.is_none_or(|key| key.is_null(*row))
        };
        Ok((0..batch.num_rows())
            .filter(wanted)
            .map(|row| numbers[row])
            .collect::<Vec<_>>())
    })?;
    let mut numbers: Vec<i64> = found.into_iter().flatten().collect();
    numbers.par_sort_unstable();
    Ok(numbers)
}

/// When events with these row numbers occurred.
pub(crate) fn times_of(view: &LakeView, retract: &[(i64, i64)]) -> Result<Vec<i64>, EngineError> {
    let wanted: BTreeSet<i64> = retract.iter().map(|&(row_no, _)| row_no).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let columns = Schema::new(vec![Field::new("occurred_at", instant(), true)]);
    let wanted = wanted.into_iter().collect::<Vec<_>>();
    let found = view.map_all_rows("events", &columns, Some(std::sync::Arc::from(wanted)), |batch| {
        Ok(batch
            .column(0)
            .as_primitive::<TimestampMicrosecondType>()
            .values()
            .to_vec())
    })?;
    Ok(found.into_iter().flatten().collect())
}
