//! What is known of one customer.

use holdfast_domain::canonical::CanonicalTable;
use serde_json::Value;

use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::schema::{CUSTOMER_KEY, ROW_NO};
use crate::query::json_rows;

/// A value of a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The column's name.
    pub name: String,
    /// Its value as JSON: texts, numbers, ISO dates; null where not known.
    pub value: Value,
    /// Whether it is personal: then it is shown to everybody only when masked.
    pub personal: bool,
}

/// Columns that say how a row came here, not who the customer is.
const OURS: [&str; 5] = [CUSTOMER_KEY, ROW_NO, "known_at", "source", "batch_id"];

/// The columns of a customer as of the view's moment, canonical ones first; `None` where nobody has the key. Personal values are as they are: whoever shows them
/// masks them.
///
/// # Errors
/// When the table cannot be read.
pub fn fields(view: &LakeView, key: u32) -> Result<Option<Vec<Field>>, EngineError> {
    if key >= view.head().customers {
        return Ok(None);
    }
    let schema = view.schema("customers")?;
    let names: Vec<&str> = schema
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .filter(|name| !OURS.contains(name))
        .collect();
    let batches = view.read_of("customers", &names, key)?;
    let Some(row) = json_rows(&batches)?.pop() else {
        return Ok(None);
    };
    let canonical = |name: &str| {
        CanonicalTable::Customers
            .fields()
            .iter()
            .position(|field| field.name == name)
            .unwrap_or(usize::MAX)
    };
    let mut fields: Vec<Field> = names
        .into_iter()
        .map(|name| Field {
            name: name.to_owned(),
            value: row.get(name).cloned().unwrap_or(Value::Null),
            personal: view.head().personal.contains(name),
        })
        .collect();
    fields.sort_by_key(|field| canonical(&field.name));
    Ok(Some(fields))
}
