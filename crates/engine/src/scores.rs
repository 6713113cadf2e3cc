//! Scores in the lake: one row a customer, day and model.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Field, Float64Type, Int32Type, Int64Type, Schema};
use holdfast_domain::day::Day;

use crate::error::{Doing, EngineError};
use crate::lake::parquet_out::Part;
use crate::lake::read::read;
use crate::lake::schema::{CUSTOMER_KEY, SCORES};
use crate::lake::{Lake, LakeView};

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

/// Days and models of which there are scores, in order.
///
/// # Errors
/// When the lake cannot be read.
pub fn list(view: &LakeView) -> Result<Vec<(Day, String)>, EngineError> {
    let found: BTreeSet<(Day, String)> = view
        .files(SCORES)?
        .into_iter()
        .filter_map(|file| {
            let [day, model] = file.partition.as_slice() else {
                return None;
            };
            Some((Day::parse_iso(day)?, model.clone()))
        })
        .collect();
    Ok(found.into_iter().collect())
}

/// Scores of a day and model as they stand in the lake, in order of customers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoredScores {
    /// Keys, growing.
    pub customers: Vec<u32>,
    /// Probability of being lost within the model's horizon.
    pub p_churn: Vec<f64>,
    /// Expected value of the next year, minor units.
    pub value_minor: Vec<Option<i64>>,
    /// Name of the customer's segment.
    pub segment: Vec<Option<String>>,
}

/// The scores of a day and model; empty where there are none.
///
/// # Errors
/// When the lake cannot be read.
pub fn stored(view: &LakeView, as_of: Day, model_id: &str) -> Result<StoredScores, EngineError> {
    let wanted = [as_of.to_string(), model_id.to_owned()];
    let files: Vec<_> = view
        .files(SCORES)?
        .into_iter()
        .filter(|file| file.partition == wanted)
        .collect();
    let schema = Schema::new(vec![
        Field::new(CUSTOMER_KEY, DataType::Int32, true),
        Field::new("p_churn", DataType::Float64, true),
        Field::new("value_minor", DataType::Int64, true),
        Field::new("segment", DataType::Utf8, true),
    ]);
    let mut out = StoredScores::default();
    // One commit wrote them, in order of customers.
    for batch in read(&files, &schema, &view.for_reader()?)? {
        let keys = batch.column(0).as_primitive::<Int32Type>();
        out.customers.extend(keys.values().iter().map(|&key| key as u32));
        out.p_churn
            .extend(batch.column(1).as_primitive::<Float64Type>().values());
        out.value_minor
            .extend(batch.column(2).as_primitive::<Int64Type>().iter());
        let names = batch.column(3).as_string::<i32>();
        out.segment.extend(names.iter().map(|name| name.map(str::to_owned)));
    }
    Ok(out)
}
