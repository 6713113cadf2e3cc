//! Scores of a day and model out of the lake.

use std::collections::BTreeSet;

use arrow::array::AsArray;
use arrow::datatypes::{DataType, Field, Float64Type, Int32Type, Int64Type, Schema};
use holdfast_domain::day::Day;

use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::read::read;
use crate::lake::schema::{CUSTOMER_KEY, SCORES};

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
