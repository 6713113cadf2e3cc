//! One input a column of the schema, also for columns that the model does not use: the interface is the schema.

use std::collections::BTreeSet;

use holdfast_learn::contract::schema::{ColumnSchema, Schema};

use crate::error::OnnxError;
use crate::message::{DimensionProto, ShapeProto, TensorTypeProto, TypeProto, ValueInfoProto, data_type};

/// Prefix of every name inside the graph.
pub(crate) const INSIDE: &str = "holdfast/";
/// Name of the output with log-odds.
pub(crate) const MARGIN: &str = "margin";
/// Name of the output with probabilities.
pub(crate) const PROBABILITY: &str = "probability";

/// The inputs of a model.
pub(crate) struct Inputs<'a> {
    columns: Vec<Input<'a>>,
}

/// One input.
pub(crate) struct Input<'a> {
    /// Name in the graph: the column's, unless that is taken.
    pub name: String,
    /// The column.
    pub column: &'a ColumnSchema,
}

impl<'a> Inputs<'a> {
    /// Inputs of the columns of a schema.
    pub fn of(schema: &'a Schema) -> Result<Self, OnnxError> {
        if schema.columns.is_empty() {
            return Err(OnnxError::NoColumns);
        }
        // A column's own name goes first, so that only the name that clashes changes.
        let mut taken: BTreeSet<String> = schema.columns.iter().map(|c| c.name.clone()).collect();
        let mut given = BTreeSet::new();
        let columns = schema
            .columns
            .iter()
            .map(|column| {
                if column.levels.as_ref().is_some_and(|l| l.iter().any(String::is_empty)) {
                    return Err(OnnxError::EmptyLevel {
                        column: column.name.clone(),
                    });
                }
                let own = &column.name;
                let free = !own.is_empty()
                    && own != MARGIN
                    && own != PROBABILITY
                    && !own.starts_with(INSIDE)
                    && given.insert(own.clone());
                let mut name = own.clone();
                if !free {
                    name = format!("column:{name}");
                    while !taken.insert(name.clone()) {
                        name = format!("column:{name}");
                    }
                }
                Ok(Input { name, column })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { columns })
    }

    /// The inputs in the schema's order.
    pub fn columns(&self) -> &[Input<'a>] {
        &self.columns
    }

    /// Levels of a column by code; none for a number.
    pub fn levels(&self, column: usize) -> Option<&'a [String]> {
        self.columns.get(column)?.column.levels.as_deref()
    }

    /// The inputs as the graph declares them: `[N, 1]`.
    pub fn declared(&self) -> Vec<ValueInfoProto> {
        self.columns
            .iter()
            .map(|input| {
                let (kind, missing) = match input.column.levels {
                    None => (data_type::DOUBLE, "missing: NaN"),
                    Some(_) => (data_type::STRING, "missing: the empty text"),
                };
                value(&input.name, kind, &[None, Some(1)], missing)
            })
            .collect()
    }
}

/// An input or output; a size of `None` is the number of rows, `N`.
pub(crate) fn value(name: &str, kind: i32, sizes: &[Option<i64>], doc: &str) -> ValueInfoProto {
    let dim = sizes
        .iter()
        .map(|&size| DimensionProto {
            dim_value: size,
            dim_param: size.is_none().then(|| "N".to_owned()),
        })
        .collect();
    ValueInfoProto {
        name: Some(name.to_owned()),
        r#type: Some(TypeProto {
            tensor_type: Some(TensorTypeProto {
                elem_type: Some(kind),
                shape: Some(ShapeProto { dim }),
            }),
        }),
        doc_string: Some(doc.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(columns: &[&str]) -> Vec<String> {
        let schema = Schema {
            columns: columns
                .iter()
                .map(|&name| ColumnSchema {
                    name: name.to_owned(),
                    levels: None,
                })
                .collect(),
        };
        let inputs = Inputs::of(&schema).unwrap();
        inputs.columns().iter().map(|c| c.name.clone()).collect()
    }

    #[test]
    fn only_a_name_that_clashes_changes() {
        assert_eq!(names(&["月费", "a b", "x/y"]), ["月费", "a b", "x/y"]);
        assert_eq!(
            names(&["margin", "column:margin", "", "holdfast/x", "probability"]),
            [
                "column:column:margin",
                "column:margin",
                "column:",
                "column:holdfast/x",
                "column:probability"
            ]
        );
        assert_eq!(names(&["a", "a"]), ["a", "column:a"]);
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused() {
        assert!(matches!(
            Inputs::of(&Schema { columns: vec![] }),
            Err(OnnxError::NoColumns)
        ));
        let column = ColumnSchema {
            name: "plan".into(),
            levels: Some(vec!["a".into(), String::new()]),
        };
        let schema = Schema { columns: vec![column] };
        let refused = Inputs::of(&schema);
        assert!(matches!(refused, Err(OnnxError::EmptyLevel { column }) if column == "plan"));
    }
}
