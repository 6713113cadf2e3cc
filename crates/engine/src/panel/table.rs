//! Features as of an instant, as arrays: what models read.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int32Type};
use holdfast_domain::rule::Counts;
use holdfast_domain::zone::Zone;
use holdfast_panel::features::{
    FeatureOptions, FeatureSet, FeatureSpec, contract_features, most_frequent_kinds, service_features,
};
use holdfast_panel::history::Qualifying;
use holdfast_panel::panel::Panel;
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::{History, Rhythm};

use super::features::{attributes, complaints};
use crate::error::{Doing, EngineError};
use crate::facts::{contracts, interactions};
use crate::lake::schema::CUSTOMER_KEY;
use crate::lake::{LakeView, Wanted};

/// What the name of a day ends in when it is told as days before the instant.
pub const AGE: &str = "_age_days";

/// What is wanted of the features.
#[derive(Clone, Copy, Debug)]
pub struct Wants<'a> {
    /// Time zone of days and periods.
    pub zone: &'a Zone,
    /// Length of the panel's periods.
    pub grain: holdfast_domain::grain::Grain,
    /// Number of periods before the instant.
    pub periods: usize,
    /// Which events count by the churn definition: the rhythm (recency, gaps, silence) is theirs; tenure is since the first event of any kind. `None`: the
    /// definition does not look at events, and all count.
    pub counts: Option<&'a Counts>,
    /// Which indicators of the panel.
    pub options: &'a FeatureOptions,
    /// Only features of these names (attributes are all read); `None`: every feature.
    pub names: Option<&'a std::collections::BTreeSet<String>>,
}

/// Features of customers at an instant, column by column.
#[derive(Clone, Debug)]
pub struct FeatureTable {
    /// What each numeric feature is.
    pub specs: Vec<FeatureSpec>,
    /// One column a spec, one number a customer asked for; NaN: undefined.
    pub columns: Vec<Vec<f64>>,
    /// Attributes of the customers, as they were known at the instant.
    pub attributes: Vec<Attribute>,
}

/// One attribute of customers.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its name in the table `customers`, or `subscription_plan`.
    pub name: String,
    /// Its values.
    pub values: AttributeValues,
}

/// The values of an attribute, one a customer asked for.
#[derive(Clone, Debug)]
pub enum AttributeValues {
    /// Numbers, and days as days before the instant; NaN: unknown.
    Number(Vec<f64>),
    /// Texts and flags.
    Category {
        /// Code into `levels`; `u32::MAX`: unknown.
        codes: Vec<u32>,
        /// In the order of the text.
        levels: Vec<String>,
    },
}

/// The kinds with the most events before the view's moment: which kinds get columns of their own is chosen once and kept.
///
/// # Errors
/// When the lake cannot be read.
pub fn kinds_before(view: &LakeView, wants: &Wants, most: usize) -> Result<Vec<String>, EngineError> {
    let periods = Periods::before(wants.zone, wants.grain, view.moment().occurred_before_us, wants.periods);
    // A panel is built of whole rows: without products and quantities there would be none.
    let wanted = Wanted {
        products: true,
        ..Wanted::default()
    };
    Ok(most_frequent_kinds(
        &Panel::build(&view.events(wanted)?, &periods),
        most,
    ))
}

/// Features of the customers `customers` (growing keys) as of the view's moment, which must have an end. Nothing that occurred at or after the
/// moment, or became known after it, is read. A customer without events has NaN in what events say.
///
/// # Errors
/// When the lake cannot be read, or the moment has no end.
pub fn feature_table(view: &LakeView, customers: &[u32], wants: &Wants) -> Result<FeatureTable, EngineError> {
    let doing = || "computing features".to_owned();
    let as_of_us = view.moment().occurred_before_us;
    if as_of_us == i64::MAX {
        return Err(EngineError::Failed {
            doing: doing(),
            cause: "the view has no instant to look back from".to_owned(),
        });
    }
    let day = wants.zone.day_of(as_of_us).number();
    let wanted = |name: &str| wants.names.is_none_or(|names| names.contains(name));
    let periods = Periods::before(wants.zone, wants.grain, as_of_us, wants.periods);
    let events = view.events(Wanted {
        products: true,
        ..Wanted::default()
    })?;
    let mut history = History::build(&events, &periods, wants.zone);
    if let Some(counts) = wants.counts {
        let qualifying = Qualifying::of(Some(counts), &events.kinds);
        // One period is enough: of this history the rhythm alone is taken.
        let last = Periods::before(wants.zone, wants.grain, as_of_us, 1);
        let counted = History::build(&events.counting(&qualifying), &last, wants.zone).rhythm;
        // Somebody is here since their first event of any kind: sums of all events are of that time, whichever events are signs of life.
        history.rhythm = Rhythm {
            first_at_us: history.rhythm.first_at_us,
            ..counted
        };
    }
    drop(events);
    let complaints = complaints(view, as_of_us)?;
    let panel = FeatureSet::compute_some(
        &history.panel,
        &history.rhythm,
        complaints.as_ref(),
        as_of_us,
        wants.options,
        wanted,
    )
    .doing(doing)?;
    drop(history);
    let mut specs = panel.specs;
    let mut columns = aligned(&panel.customers, panel.columns, customers);
    let mut add = |(more, values): (Vec<FeatureSpec>, Vec<Vec<f64>>)| {
        for (spec, column) in more.into_iter().zip(values).filter(|(spec, _)| wanted(&spec.name)) {
            specs.push(spec);
            columns.push(column);
        }
    };
    if view.head().tables.contains_key("interactions") {
        add(service_features(&interactions(view)?, customers, as_of_us));
    }
    if view.head().tables.contains_key("subscriptions") {
        add(contract_features(&contracts(view, Some(day))?, customers, day));
    }
    let mut found = Vec::new();
    for (field, array) in attributes(view, customers)? {
        let mut name = field.name().trim_start_matches("attribute_").to_owned();
        if field.data_type().is_temporal() {
            name.push_str(AGE);
        }
        if let Some(values) = values(&array, day).doing(doing)? {
            found.push(Attribute { name, values });
        }
    }
    found.extend(plan(view, customers, day)?);
    Ok(FeatureTable {
        specs,
        columns,
        attributes: found,
    })
}

/// Columns of some customers as columns of others; NaN for those who are not among them. Both lists grow.
fn aligned(from: &[u32], columns: Vec<Vec<f64>>, to: &[u32]) -> Vec<Vec<f64>> {
    if from == to {
        return columns;
    }
    let mut at = 0;
    let rows: Vec<Option<usize>> = to
        .iter()
        .map(|customer| {
            while from.get(at).is_some_and(|known| known < customer) {
                at += 1;
            }
            (from.get(at) == Some(customer)).then_some(at)
        })
        .collect();
    columns
        .into_iter()
        .map(|column| rows.iter().map(|row| row.map_or(f64::NAN, |row| column[row])).collect())
        .collect()
}

/// An attribute as a model reads it; `None` for types that say nothing to one.
fn values(array: &ArrayRef, day: i32) -> Result<Option<AttributeValues>, arrow::error::ArrowError> {
    let number = |array: &ArrayRef| -> Result<Vec<f64>, arrow::error::ArrowError> {
        let array = cast(array, &DataType::Float64)?;
        Ok(array
            .as_primitive::<Float64Type>()
            .iter()
            .map(|value| value.filter(|value| value.is_finite()).unwrap_or(f64::NAN))
            .collect())
    };
    Ok(match array.data_type() {
        DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 | DataType::Boolean | DataType::Dictionary(..) => {
            let texts = cast(array, &DataType::Utf8)?;
            let texts = texts.as_string::<i32>();
            Some(category(texts.iter()))
        }
        DataType::Date32 | DataType::Timestamp(..) => {
            let days = cast(array, &DataType::Date32)?;
            let days = days.as_primitive::<Date32Type>().iter();
            Some(AttributeValues::Number(
                days.map(|value| value.map_or(f64::NAN, |value| f64::from(day - value)))
                    .collect(),
            ))
        }
        other if other.is_numeric() => Some(AttributeValues::Number(number(array)?)),
        _ => None,
    })
}

/// Texts as codes, levels in the order of the text: the same customers give the same codes whatever the order of files.
fn category<'a>(texts: impl Iterator<Item = Option<&'a str>> + Clone) -> AttributeValues {
    let mut code_of: BTreeMap<&str, u32> = texts.clone().flatten().map(|text| (text, 0)).collect();
    for (code, slot) in code_of.values_mut().enumerate() {
        *slot = code as u32;
    }
    let codes = texts
        .map(|text| text.and_then(|text| code_of.get(text).copied()).unwrap_or(u32::MAX))
        .collect();
    AttributeValues::Category {
        codes,
        levels: code_of.into_keys().map(str::to_owned).collect(),
    }
}

/// The plan of each customer's latest subscription that holds the day; nothing where no subscription names one.
fn plan(view: &LakeView, customers: &[u32], day: i32) -> Result<Option<Attribute>, EngineError> {
    if !view.head().tables.contains_key("subscriptions") {
        return Ok(None);
    }
    let batches = view.read("subscriptions", &[CUSTOMER_KEY, "started_on", "ended_on", "plan"])?;
    let mut latest: Vec<(i32, Option<&str>)> = vec![(i32::MIN, None); customers.len()];
    for batch in &batches {
        let keys = batch.column(0).as_primitive::<Int32Type>();
        let (starts, ends) = (
            batch.column(1).as_primitive::<Date32Type>(),
            batch.column(2).as_primitive::<Date32Type>(),
        );
        let plans = batch.column(3).as_string::<i32>();
        for row in 0..batch.num_rows() {
            let Ok(at) = customers.binary_search(&(keys.value(row) as u32)) else {
                continue;
            };
            let runs = starts.is_valid(row) && starts.value(row) < day && (ends.is_null(row) || ends.value(row) >= day);
            if runs && plans.is_valid(row) && starts.value(row) >= latest[at].0 {
                latest[at] = (starts.value(row), Some(plans.value(row)));
            }
        }
    }
    if latest.iter().all(|(_, plan)| plan.is_none()) {
        return Ok(None);
    }
    Ok(Some(Attribute {
        name: "subscription_plan".to_owned(),
        values: category(latest.iter().map(|(_, plan)| *plan)),
    }))
}
