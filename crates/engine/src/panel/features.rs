//! Features as of an instant, out of the lake.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Float64Array, Int32Array, RecordBatch, UInt32Array};
use arrow::compute::{concat_batches, take};
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_panel::as_of::AsOf;
use holdfast_panel::features::{Complaints, FeatureOptions, FeatureSet, FeatureSpec, most_frequent_kinds};
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::History;

use crate::error::{Doing, EngineError};
use crate::lake::schema::{CUSTOMER_KEY, ROW_NO};
use crate::lake::{LakeView, Wanted};
use crate::query::SqlResult;

/// Features of every customer who was there.
#[derive(Clone, Debug)]
pub struct FeatureBatch {
    /// `customer_key`, then a column a feature (NaN where it is not defined; unit, formula, window and labels are in the field's metadata too), then the
    /// attributes of the customer that held at the moment, as `attribute_NAME`.
    pub batch: RecordBatch,
    /// The features, in the order of the columns after the key.
    pub specs: Vec<FeatureSpec>,
}

impl FeatureBatch {
    /// As rows to export.
    pub fn into_rows(self) -> SqlResult {
        SqlResult {
            schema: self.batch.schema(),
            batches: vec![self.batch],
            truncated: false,
        }
    }
}

/// Kinds that are counted one by one.
const KINDS: usize = 8;

/// Features as of the view's moment, over `count` periods that end at it. The cut is the view's: nothing that occurred at or after the moment, or became known after it, is
/// read.
///
/// # Errors
/// When the moment has no end (`Moment::LATEST`), or the lake cannot be read.
pub fn features(
    view: &LakeView,
    zone: &Zone,
    grain: Grain,
    count: usize,
    options: Option<&FeatureOptions>,
) -> Result<FeatureBatch, EngineError> {
    let as_of_us = view.moment().occurred_before_us;
    if as_of_us == i64::MAX {
        return Err(EngineError::Failed {
            doing: "computing features".to_owned(),
            cause: "the view has no instant to look back from".to_owned(),
        });
    }
    let periods = Periods::before(zone, grain, as_of_us, count);
    let events = view.events(Wanted {
        products: true,
        ..Wanted::default()
    })?;
    let history = History::build(&events, &periods, zone);
    drop(events);
    let complaints = complaints(view, as_of_us)?;
    let default;
    let options = match options {
        Some(options) => options,
        None => {
            default = FeatureOptions::all(count, most_frequent_kinds(&history.panel, KINDS));
            &default
        }
    };
    let features = FeatureSet::compute(&history.panel, &history.rhythm, complaints.as_ref(), as_of_us, options)
        .doing(|| "computing features".to_owned())?;
    drop(history);
    let mut fields = vec![Field::new(CUSTOMER_KEY, DataType::Int32, false)];
    let keys = Int32Array::from_iter_values(features.customers.iter().map(|&key| key as i32));
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(keys)];
    for (spec, column) in features.specs.iter().zip(features.columns) {
        let metadata = [
            ("unit", spec.unit.en.clone()),
            ("formula", spec.formula.clone()),
            ("label_zh", spec.label.zh.clone()),
            ("label_en", spec.label.en.clone()),
            (
                "window_periods",
                spec.window_periods
                    .map_or_else(String::new, |window| window.to_string()),
            ),
        ];
        let metadata = metadata
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        fields.push(Field::new(&spec.name, DataType::Float64, false).with_metadata(metadata));
        arrays.push(Arc::new(Float64Array::from(column)));
    }
    for (field, array) in attributes(view, &features.customers)? {
        fields.push(field);
        arrays.push(array);
    }
    let batch =
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).doing(|| "computing features".to_owned())?;
    Ok(FeatureBatch {
        batch,
        specs: features.specs,
    })
}

/// Attributes of customers in the form that was known at the moment, personal ones left out: the as-of join is the view's own cut.
pub(super) fn attributes(view: &LakeView, customers: &[u32]) -> Result<Vec<(Field, ArrayRef)>, EngineError> {
    let doing = || "joining attributes of customers".to_owned();
    let schema = view.schema("customers")?;
    let ours = [
        "customer_id",
        "first_seen_on",
        "known_at",
        "source",
        "batch_id",
        ROW_NO,
        CUSTOMER_KEY,
    ];
    let names: Vec<&str> = schema
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .filter(|name| !ours.contains(name) && !view.head().personal.contains(*name))
        .collect();
    let mut columns = vec![CUSTOMER_KEY];
    columns.extend(&names);
    let batches = view.read("customers", &columns)?;
    let Some(first) = batches.first() else {
        return Ok(Vec::new());
    };
    let all = concat_batches(&first.schema(), &batches).doing(doing)?;
    let mut row_of: Vec<Option<u32>> = vec![None; view.head().customers as usize];
    for (row, key) in all.column(0).as_primitive::<Int32Type>().values().iter().enumerate() {
        if let Some(slot) = row_of.get_mut(*key as usize) {
            *slot = Some(row as u32);
        }
    }
    let rows: UInt32Array = customers
        .iter()
        .map(|&key| row_of.get(key as usize).copied().flatten())
        .collect();
    all.schema()
        .fields()
        .iter()
        .zip(all.columns())
        .skip(1)
        .map(|(field, column)| {
            let taken = take(column, &rows, None).doing(doing)?;
            Ok((
                Field::new(format!("attribute_{}", field.name()), field.data_type().clone(), true),
                taken,
            ))
        })
        .collect()
}

/// Complaints opened before the moment.
pub(super) fn complaints(view: &LakeView, as_of_us: i64) -> Result<Option<Complaints>, EngineError> {
    let interactions = crate::facts::interactions(view)?;
    if interactions.customer.is_empty() {
        return Ok(None);
    }
    let complaint: Vec<bool> = interactions
        .kinds
        .iter()
        .map(|kind| holdfast_panel::history::Interactions::COMPLAINTS.contains(&kind.as_str()))
        .collect();
    let rows = (0..interactions.customer.len())
        .filter(|&row| complaint.get(usize::from(interactions.kind[row])) == Some(&true))
        // Whether a row was known is the view's affair: what it shows was.
        .map(|row| (interactions.customer[row], interactions.opened_at_us[row], i64::MIN));
    Ok(Some(Complaints::build(view.head().customers, rows, AsOf::at(as_of_us))))
}
