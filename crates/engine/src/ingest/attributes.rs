//! Columns beyond the canonical ones.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, Field as ArrowField};
use holdfast_domain::canonical::{CanonicalTable, Field, FieldType};
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::lake::schema::{canonical, column_type, instant};
use crate::table::{Column, Table, Values};

use super::assemble::{Assembled, Context, array, find, shown};
use super::cells::{HowToRead, convert_each};
use super::report::Reject;

/// Adds the source's attributes in the types that they have in the lake, or their own. A value that does not fit is left empty and said.
pub(crate) fn attributes(read: &Table, context: &Context<'_>, out: &mut Assembled) -> Result<(), Refusal> {
    if !context.table.has_attributes() {
        return Ok(());
    }
    let spec = context.spec;
    let mapped: Vec<&String> = spec.columns.values().collect();
    for name in spec.attributes.iter().flatten() {
        let pretend = Field {
            name: "attributes",
            kind: FieldType::Text,
            required: false,
            zh: "",
            en: "",
        };
        find(read, name, &pretend)?;
    }
    let mut names = Names::new(context.table, context.attributes);
    for column in &read.columns {
        let wanted = match &spec.attributes {
            Some(names) => names.contains(&column.name),
            None => !mapped.contains(&&column.name),
        };
        // Personal fields live in `customers` alone.
        let elsewhere = context.table != CanonicalTable::Customers
            && (spec.personal.contains(&column.name) || context.personal.contains(&column.name));
        if !wanted || elsewhere {
            continue;
        }
        let name = names.name(&column.name);
        let declared = context.attributes.get(&name);
        if declared.is_none() && column.values.missing() == read.rows {
            // A column that never had a value has no type yet, and a guess would hold for good.
            continue;
        }
        let own = own_type(context.typed.get(&column.name).unwrap_or(column));
        let wanted = declared.unwrap_or(&own);
        let (array, unfit) = attribute(column, wanted, context);
        let (reason, text) = if wanted == &own { UNREADABLE } else { CHANGED_TYPE };
        for row in unfit.into_iter().filter(|&row| out.taken[row]) {
            out.rejects.push(Reject {
                row: read.row_number(row),
                column: Some(column.name.clone()),
                value: shown(column, row, context),
                reason,
                text: Bilingual::new(text.0, text.1),
                row_kept: true,
            });
        }
        out.mapping.push((name.clone(), column.name.clone()));
        out.columns
            .push((ArrowField::new(name, array.data_type().clone(), true), array));
    }
    Ok(())
}

type Reason = (&'static str, (&'static str, &'static str));
const UNREADABLE: Reason = (
    "unreadable-value",
    (
        "与这一列的其余值不是同一类型；该值留空，其余照收",
        "it is not of the type of the column's other values; it is left empty, the row is taken",
    ),
);
const CHANGED_TYPE: Reason = (
    "attribute-changed-type",
    (
        "此前的导入中这一列是另一种类型；该值留空，其余照收",
        "in earlier imports this column was of another type; the value is left empty, the row is taken",
    ),
);

/// Names of attributes in the lake: the source's, unless a column of ours has it. Delta tells no upper from lower case, so neither do we.
struct Names {
    /// Our own columns, in lower case.
    ours: BTreeSet<String>,
    /// Attributes that the lake has, by their names in lower case.
    known: BTreeMap<String, String>,
    /// Those that columns of this table have got, in lower case.
    taken: BTreeSet<String>,
}

impl Names {
    fn new(table: CanonicalTable, known: &BTreeMap<String, DataType>) -> Self {
        Self {
            ours: canonical(table)
                .iter()
                .map(|field| field.name().to_lowercase())
                .collect(),
            known: known.keys().map(|name| (name.to_lowercase(), name.clone())).collect(),
            taken: BTreeSet::new(),
        }
    }

    fn name(&mut self, column: &str) -> String {
        let stem = if self.ours.contains(&column.to_lowercase()) {
            format!("source_{column}")
        } else {
            column.to_owned()
        };
        let mut candidate = stem.clone();
        let mut number = 2;
        while !self.taken.insert(candidate.to_lowercase()) {
            candidate = format!("{stem}_{number}");
            number += 1;
        }
        self.known.get(&candidate.to_lowercase()).cloned().unwrap_or(candidate)
    }
}

fn own_type(column: &Column) -> DataType {
    match &column.values {
        Values::Text(_) => DataType::Utf8,
        Values::Number(_) => DataType::Float64,
        Values::Instant(instants) if instants.date_only => DataType::Date32,
        Values::Instant(_) => instant(),
    }
}

/// An attribute's values in a type; rows whose value does not fit.
fn attribute(column: &Column, wanted: &DataType, context: &Context<'_>) -> (ArrayRef, Vec<usize>) {
    let kind = match wanted {
        DataType::Float64 => FieldType::Number,
        DataType::Date32 => FieldType::Day,
        DataType::Timestamp(..) => FieldType::Instant,
        DataType::Boolean => FieldType::Flag,
        _ => FieldType::Text,
    };
    let how = HowToRead {
        zone: context.zone,
        order: context.order(),
        minor_units: false,
    };
    let data_type = column_type(kind);
    match convert_each(column, kind, &how) {
        Ok(converted) => {
            let bad = converted.bad.iter().map(|&row| row as usize).collect();
            (array(converted.cells, &data_type), bad)
        }
        // Nothing fits: every value there is was of another type.
        Err(_) => {
            let rows = column.values.len();
            let present = (0..rows).filter(|&row| column.text_at(row).is_some()).collect();
            (arrow::array::new_null_array(&data_type, rows), present)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_case_alone_do_not_meet() {
        let known = BTreeMap::from([("Phone".to_owned(), DataType::Utf8)]);
        let mut names = Names::new(CanonicalTable::Customers, &known);
        let found = ["phone", "PHONE", "Phone", "Batch_ID", "年龄"].map(|name| names.name(name));
        assert_eq!(found, ["Phone", "PHONE_2", "Phone_3", "source_Batch_ID", "年龄"]);
    }
}
