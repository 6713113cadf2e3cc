//! Dimensions of customers over time.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int32Type, Int64Type, TimestampMicrosecondType};
use holdfast_domain::zone::Zone;
use holdfast_panel::groups::Groups;

use crate::error::{Doing, EngineError};
use crate::lake::LakeView;
use crate::lake::schema::{CUSTOMER_KEY, ROW_NO};
use crate::metrics::data::GroupTable;

/// One form of a customer: key, from which instant, row number, value of each dimension as a code (0 is unknown).
struct Form {
    customer: u32,
    known_at: i64,
    row_no: i64,
    values: Vec<u32>,
}

/// The groups of a combination of dimensions: all forms that a customer ever had by the moment, each from the day on which it became known.
pub(super) fn groups(view: &LakeView, zone: &Zone, dimensions: &[String]) -> Result<GroupTable, EngineError> {
    let customers = view.head().customers;
    if dimensions.is_empty() {
        return Ok(GroupTable {
            groups: Groups::everybody(customers),
            labels: vec![Vec::new()],
        });
    }
    let mut values: Vec<Vec<String>> = vec![Vec::new(); dimensions.len()];
    let mut forms = forms(view, dimensions, &mut values)?;
    forms.sort_unstable_by_key(|form| (form.customer, form.known_at, form.row_no));
    know_from_the_first(&mut forms);

    let mut combinations: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    let nothing = vec![0; dimensions.len()];
    let mut starts = vec![0u32];
    let (mut from_day, mut entries): (Vec<i32>, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
    let mut next = forms.into_iter().peekable();
    for customer in 0..customers {
        let first = entries.len();
        while let Some(form) = next.next_if(|form| form.customer == customer) {
            let day = zone.day_of(form.known_at).number();
            if entries.len() > first && from_day.last() == Some(&day) {
                entries.pop();
                from_day.pop();
            }
            if entries.len() == first || entries.last() != Some(&form.values) {
                from_day.push(if entries.len() == first { i32::MIN } else { day });
                entries.push(form.values);
            }
        }
        if entries.len() == first {
            from_day.push(i32::MIN);
            entries.push(nothing.clone());
        }
        starts.push(entries.len() as u32);
    }
    for entry in &entries {
        if !combinations.contains_key(entry) {
            combinations.insert(entry.clone(), 0);
        }
    }
    let labels: Vec<Vec<Option<String>>> = combinations
        .keys()
        .map(|codes| {
            codes
                .iter()
                .zip(&values)
                .map(|(&code, names)| code.checked_sub(1).and_then(|code| names.get(code as usize)).cloned())
                .collect()
        })
        .collect();
    for (group, number) in combinations.values_mut().enumerate() {
        *number = group as u32;
    }
    let group = entries
        .iter()
        .map(|entry| combinations.get(entry).copied().unwrap_or(0))
        .collect();
    Ok(GroupTable {
        groups: Groups {
            count: labels.len().max(1) as u32,
            starts,
            from_day,
            group,
        },
        labels,
    })
}

/// Before a dimension of a customer was first known it was what it was first known to be: a value that was not recorded yet is not a group of its own. Each
/// dimension by itself, so that a combination of dimensions says of each what the dimension alone says. `forms`: of one customer after the other, in time.
fn know_from_the_first(forms: &mut [Form]) {
    for own in forms.chunk_by_mut(|a, b| a.customer == b.customer) {
        let dimensions = own.first().map_or(0, |form| form.values.len());
        for dimension in 0..dimensions {
            let Some(known) = own.iter().position(|form| form.values[dimension] != 0) else {
                continue;
            };
            let value = own[known].values[dimension];
            own[..known].iter_mut().for_each(|form| form.values[dimension] = value);
        }
    }
}

fn forms(view: &LakeView, dimensions: &[String], values: &mut [Vec<String>]) -> Result<Vec<Form>, EngineError> {
    let mut columns = vec![CUSTOMER_KEY, "known_at", ROW_NO];
    columns.extend(dimensions.iter().map(String::as_str));
    let known_by = view.moment().known_by_us;
    let mut codes: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); dimensions.len()];
    let mut forms = Vec::new();
    for batch in view.read_all("customers", &columns)? {
        let keys = batch.column(0).as_primitive::<Int32Type>();
        let known = batch.column(1).as_primitive::<TimestampMicrosecondType>();
        let numbers = batch.column(2).as_primitive::<Int64Type>();
        let mut coded: Vec<Vec<u32>> = Vec::with_capacity(dimensions.len());
        for (at, codes) in codes.iter_mut().enumerate() {
            let texts = cast(batch.column(3 + at), &DataType::Utf8)
                .doing(|| format!("reading dimension {}", dimensions[at]))?;
            let names = &mut values[at];
            coded.push(
                texts
                    .as_string::<i32>()
                    .iter()
                    .map(|text| match text {
                        None => 0,
                        Some(text) => codes.get(text).copied().unwrap_or_else(|| {
                            names.push(text.to_owned());
                            codes.insert(text.to_owned(), names.len() as u32);
                            names.len() as u32
                        }),
                    })
                    .collect(),
            );
        }
        for row in 0..batch.num_rows() {
            if keys.is_valid(row) && known.value(row) <= known_by {
                forms.push(Form {
                    customer: keys.value(row) as u32,
                    known_at: known.value(row),
                    row_no: numbers.value(row),
                    values: coded.iter().map(|column| column[row]).collect(),
                });
            }
        }
    }
    Ok(forms)
}
