//! The columns of every table of the lake.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use holdfast_domain::canonical::{CanonicalTable, FieldType};

/// Every table that a commit may write, canonical ones first.
pub(crate) const TABLES: &[&str] = &[
    "customers",
    "events",
    "subscriptions",
    "interactions",
    "responses",
    "mentions",
    "snapshots",
    BATCHES,
    REJECTS,
    RETRACTIONS,
    PANEL,
    SCORES,
];

/// One row a batch that was imported.
pub const BATCHES: &str = "batches";
/// One row a value or row that was not taken.
pub const REJECTS: &str = "rejects";
/// One row a row that a later one corrected.
pub const RETRACTIONS: &str = "retractions";
/// Customer × period × kind.
pub const PANEL: &str = "panel";

/// Customer × day × model.
pub const SCORES: &str = "scores";

/// Numbers of rows over all tables, handed out once.
pub const ROW_NO: &str = "row_no";
/// Dense customer number.
pub const CUSTOMER_KEY: &str = "customer_key";

/// An instant: microseconds, UTC.
pub fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn whole(name: &str) -> Field {
    Field::new(name, DataType::Int64, true)
}

/// The name of a canonical column in the lake: money says its unit, the customer is a key.
pub fn column_name(field: &holdfast_domain::canonical::Field, table: CanonicalTable) -> String {
    match (field.name, field.kind) {
        ("customer_id", _) if table != CanonicalTable::Customers => CUSTOMER_KEY.to_owned(),
        (name, FieldType::Money) => format!("{name}_minor"),
        (name, _) => name.to_owned(),
    }
}

/// The type of a canonical column in the lake.
pub fn column_type(kind: FieldType) -> DataType {
    match kind {
        FieldType::Text => DataType::Utf8,
        FieldType::Instant => instant(),
        FieldType::Day => DataType::Date32,
        FieldType::Money => DataType::Int64,
        FieldType::Number => DataType::Float64,
        FieldType::Flag => DataType::Boolean,
    }
}

/// The columns of a canonical table before its attributes: row number, key, its fields, where it came from.
pub fn canonical(table: CanonicalTable) -> Vec<Field> {
    let mut fields = vec![whole(ROW_NO), Field::new(CUSTOMER_KEY, DataType::Int32, true)];
    for field in table.fields() {
        let name = column_name(field, table);
        if name != CUSTOMER_KEY {
            fields.push(Field::new(name, column_type(field.kind), true));
        }
    }
    fields.push(text("source"));
    fields.push(text("batch_id"));
    fields
}

/// The columns of a table; canonical tables without attributes.
pub fn of(table: &str) -> SchemaRef {
    let fields = match table {
        BATCHES => vec![
            text("batch_id"),
            text("source"),
            text("table"),
            text("file"),
            Field::new("imported_at", instant(), true),
            whole("rows_read"),
            whole("rows_new"),
            whole("rows_corrected"),
            whole("rows_unchanged"),
            whole("rows_rejected"),
            whole("values_rejected"),
            whole("customers_new"),
            Field::new("first_at", instant(), true),
            Field::new("last_at", instant(), true),
            text("columns"),
            text("note"),
        ],
        REJECTS => vec![
            text("batch_id"),
            text("source"),
            text("table"),
            text("file"),
            whole("row"),
            text("column"),
            text("value"),
            text("reason"),
            text("reason_zh"),
            text("reason_en"),
            Field::new("row_kept", DataType::Boolean, true),
        ],
        RETRACTIONS => vec![
            text("table"),
            whole(ROW_NO),
            Field::new("retracted_at", instant(), true),
            text("batch_id"),
        ],
        PANEL => vec![
            text("grain"),
            Field::new("period_on", DataType::Date32, true),
            Field::new(CUSTOMER_KEY, DataType::Int32, true),
            text("kind"),
            whole("events"),
            whole("with_amount"),
            whole("amount_sum_minor"),
            whole("amount_min_minor"),
            whole("amount_max_minor"),
            whole("refund_minor"),
            Field::new("quantity_sum", DataType::Float64, true),
            Field::new("first_at", instant(), true),
            Field::new("last_at", instant(), true),
            whole("products"),
        ],
        SCORES => vec![
            Field::new("as_of", DataType::Date32, true),
            text("model_id"),
            Field::new(CUSTOMER_KEY, DataType::Int32, true),
            Field::new("p_churn", DataType::Float64, true),
            whole("horizon_days"),
            Field::new("p_30d", DataType::Float64, true),
            Field::new("p_60d", DataType::Float64, true),
            Field::new("p_90d", DataType::Float64, true),
            Field::new("p_1p", DataType::Float64, true),
            Field::new("p_2p", DataType::Float64, true),
            Field::new("p_3p", DataType::Float64, true),
            Field::new("p_4p", DataType::Float64, true),
            text("level"),
            whole("rank"),
            text("outcome_set"),
            text("segment"),
            whole("value_minor"),
            whole("value_at_risk_minor"),
            text("top_concept"),
            text("reasons_zh"),
            text("reasons_en"),
            text("reasons"),
            text("recourse_zh"),
            text("recourse_en"),
            Field::new("scored_at", instant(), true),
        ],
        name => CanonicalTable::parse(name).map(canonical).unwrap_or_default(),
    };
    Arc::new(Schema::new(fields))
}

/// The columns that a table is partitioned by.
pub(crate) fn partitions(table: &str) -> &'static [&'static str] {
    match table {
        PANEL => &["grain", "period_on"],
        SCORES => &["as_of", "model_id"],
        _ => &[],
    }
}
