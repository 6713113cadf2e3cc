//! Every customer of the lake, column by column.

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Int32Type};

use super::coded::{Coded, Coder};
use super::texts::Texts;
use crate::error::{Doing, EngineError};
use crate::lake::LakeView;
use crate::lake::schema::CUSTOMER_KEY;

/// Columns of all customers as they are now, by key.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// Ids as the source gave them; empty where nobody is (a deleted person, a customer who was not yet known).
    pub ids: Texts,
    /// Values of the column that was named as the person's name, personal; absent where none was named.
    pub names: Option<Texts>,
    /// Days of first appearance, [`Roster::NO_DAY`] where not known.
    pub first_seen_on: Vec<i32>,
    /// Columns of texts, in the order asked for; a column that there is not is unknown throughout.
    pub columns: Vec<Coded>,
}

impl Roster {
    /// A day that is not known.
    pub const NO_DAY: i32 = i32::MIN;

    /// Keys that there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// Reads ids, names and columns of texts of every customer as of the view's moment.
///
/// # Errors
/// When the table cannot be read.
pub fn roster(view: &LakeView, name: Option<&str>, columns: &[&str]) -> Result<Roster, EngineError> {
    let customers = view.head().customers as usize;
    let schema = view.schema("customers")?;
    let there: Vec<&str> = columns
        .iter()
        .copied()
        .filter(|column| schema.field_with_name(column).is_ok())
        .collect();
    let name = name.filter(|name| schema.field_with_name(name).is_ok());
    let mut wanted = vec![CUSTOMER_KEY, "customer_id", "first_seen_on"];
    wanted.extend(name);
    wanted.extend(&there);
    let batches = view.read("customers", &wanted)?;
    let mut place: Vec<Option<(u32, u32)>> = vec![None; customers];
    let mut out = Roster {
        first_seen_on: vec![Roster::NO_DAY; customers],
        columns: vec![Coded::unknown(customers); columns.len()],
        ..Roster::default()
    };
    let mut coders: Vec<Coder> = there.iter().map(|_| Coder::default()).collect();
    let first_column = 3 + usize::from(name.is_some());
    for (number, batch) in batches.iter().enumerate() {
        let keys = batch.column(0).as_primitive::<Int32Type>();
        let days = batch.column(2).as_primitive::<Date32Type>();
        for (row, key) in keys.iter().enumerate() {
            let Some(slot) = key.and_then(|key| place.get_mut(key as usize)) else {
                continue;
            };
            *slot = Some((number as u32, row as u32));
            if let (Some(key), true) = (key, days.is_valid(row)) {
                out.first_seen_on[key as usize] = days.value(row);
            }
        }
        for (at, coder) in coders.iter_mut().enumerate() {
            let texts = cast(batch.column(first_column + at), &DataType::Utf8)
                .doing(|| format!("reading column {} of customers", there[at]))?;
            let texts = texts.as_string::<i32>();
            let Some(column) = columns.iter().position(|column| *column == there[at]) else {
                continue;
            };
            let codes = &mut out.columns[column].codes;
            for (key, text) in keys.iter().zip(texts) {
                if let Some(slot) = key.and_then(|key| codes.get_mut(key as usize)) {
                    *slot = text.map_or(0, |text| coder.code(text));
                }
            }
        }
    }
    for (at, coder) in coders.into_iter().enumerate() {
        if let Some(column) = columns.iter().position(|column| *column == there[at]) {
            out.columns[column].levels = coder.into_levels();
        }
    }
    out.ids = texts_of(&batches, 1, &place)?;
    if name.is_some() {
        out.names = Some(texts_of(&batches, 3, &place)?);
    }
    Ok(out)
}

/// The texts of a column in order of keys.
fn texts_of(
    batches: &[arrow::array::RecordBatch],
    column: usize,
    place: &[Option<(u32, u32)>],
) -> Result<Texts, EngineError> {
    let arrays = batches
        .iter()
        .map(|batch| cast(batch.column(column), &DataType::Utf8))
        .collect::<Result<Vec<_>, _>>()
        .doing(|| "reading texts of customers".to_owned())?;
    let arrays: Vec<_> = arrays.iter().map(|array| array.as_string::<i32>()).collect();
    let mut texts = Texts::with_capacity(place.len());
    for slot in place {
        texts.push(match slot {
            Some((batch, row)) if arrays[*batch as usize].is_valid(*row as usize) => {
                arrays[*batch as usize].value(*row as usize)
            }
            _ => "",
        });
    }
    texts.shrink();
    Ok(texts)
}
