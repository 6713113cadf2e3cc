//! Scores into the lake.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{Field, Schema};
use holdfast_domain::day::Day;

use crate::error::{Doing, EngineError};
use crate::lake::Lake;
use crate::lake::parquet_out::Part;
use crate::lake::schema::{CUSTOMER_KEY, SCORES};

/// What a model says of customers, column by column; every column has one value a customer.
#[derive(Clone, Debug, Default)]
pub struct ScoreColumns {
    /// Keys, growing.
    pub customers: Vec<u32>,
    /// Probability of being lost within the model's horizon.
    pub p_churn: Vec<f64>,
    /// Probabilities within 30, 60, 90 days and 1 to 4 periods; absent where the history does not reach that far.
    pub by_horizon: [Option<Vec<f64>>; 7],
    /// Level of warning.
    pub level: Vec<&'static str>,
    /// Place by value at risk among those of the same level and higher, from 1.
    pub rank: Vec<i64>,
    /// Outcomes that cannot be ruled out: `churn`, `stay`, `both`, `neither`.
    pub outcome_set: Vec<Option<&'static str>>,
    /// Name of the customer's segment.
    pub segment: Vec<Option<String>>,
    /// Expected value of the next year, minor units.
    pub value_minor: Vec<Option<i64>>,
    /// Probability × value, minor units.
    pub value_at_risk_minor: Vec<Option<i64>>,
    /// Concept that raises the risk most.
    pub top_concept: Vec<Option<String>>,
    /// Reasons in words, Chinese and English, and as JSON.
    pub reasons: [Vec<String>; 3],
    /// What would have to change, Chinese and English.
    pub recourse: [Vec<Option<String>>; 2],
}

/// Of which day and model, and when they were made.
#[derive(Clone, Copy, Debug)]
pub struct ScoreKey<'a> {
    /// The day that was looked back from.
    pub as_of: Day,
    /// The model.
    pub model_id: &'a str,
    /// The model's horizon.
    pub horizon_days: i32,
    /// The present, microseconds.
    pub now_us: i64,
}

/// Names of the columns of `by_horizon`.
pub const HORIZON_COLUMNS: [&str; 7] = ["p_30d", "p_60d", "p_90d", "p_1p", "p_2p", "p_3p", "p_4p"];

/// Puts scores in place of those of the same day and model.
///
/// # Errors
/// When the lake cannot be written; it is then as it was.
pub fn write(lake: &Lake, key: &ScoreKey, scores: ScoreColumns, waiting: impl FnOnce()) -> Result<(), EngineError> {
    let mut writer = lake.begin(waiting)?;
    let partition = vec![key.as_of.to_string(), key.model_id.to_owned()];
    let part = Part {
        partition: vec![("as_of", key.as_of.to_string()), ("model_id", key.model_id.to_owned())],
        batches: vec![batch(key, scores)?],
    };
    writer.replace(SCORES, &[part], vec![partition], key.now_us)?;
    writer.publish()?;
    Ok(())
}

fn batch(key: &ScoreKey, scores: ScoreColumns) -> Result<RecordBatch, EngineError> {
    let rows = scores.customers.len();
    let texts = |values: Vec<String>| Arc::new(StringArray::from(values)) as ArrayRef;
    let options = |values: Vec<Option<String>>| Arc::new(StringArray::from(values)) as ArrayRef;
    let money = |values: Vec<Option<i64>>| Arc::new(Int64Array::from(values)) as ArrayRef;
    let keys = Int32Array::from_iter_values(scores.customers.iter().map(|&key| key as i32));
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        (CUSTOMER_KEY, Arc::new(keys)),
        ("p_churn", Arc::new(Float64Array::from(scores.p_churn))),
        (
            "horizon_days",
            Arc::new(Int64Array::from(vec![i64::from(key.horizon_days); rows])),
        ),
    ];
    for (name, values) in HORIZON_COLUMNS.into_iter().zip(scores.by_horizon) {
        let array = values.map_or_else(|| Float64Array::from(vec![None; rows]), Float64Array::from);
        columns.push((name, Arc::new(array)));
    }
    let [zh, en, coded] = scores.reasons;
    let [recourse_zh, recourse_en] = scores.recourse;
    columns.extend([
        ("level", Arc::new(StringArray::from(scores.level)) as ArrayRef),
        ("rank", Arc::new(Int64Array::from(scores.rank))),
        ("outcome_set", Arc::new(StringArray::from(scores.outcome_set))),
        ("segment", options(scores.segment)),
        ("value_minor", money(scores.value_minor)),
        ("value_at_risk_minor", money(scores.value_at_risk_minor)),
        ("top_concept", options(scores.top_concept)),
        ("reasons_zh", texts(zh)),
        ("reasons_en", texts(en)),
        ("reasons", texts(coded)),
        ("recourse_zh", options(recourse_zh)),
        ("recourse_en", options(recourse_en)),
        (
            "scored_at",
            Arc::new(TimestampMicrosecondArray::from(vec![key.now_us; rows]).with_timezone("UTC")),
        ),
    ]);
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
        .collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).doing(|| "writing scores".to_owned())
}
