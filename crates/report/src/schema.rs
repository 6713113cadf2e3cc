//! The JSON Schema of `report.json`.

use crate::model::report::{Report, SCHEMA_VERSION};

/// The JSON Schema (2020-12) of [`Report`], pretty-printed with a final newline; the same text every time.
///
/// `docs/report.schema.json` holds it; a test compares the two and `cargo xtask codegen` renews the file.
pub fn schema_json() -> String {
    let mut schema = schemars::schema_for!(Report);
    schema.insert(
        "title".to_owned(),
        serde_json::Value::String(format!("Holdfast churn report {SCHEMA_VERSION}")),
    );
    format!("{:#}\n", schema.as_value())
}
