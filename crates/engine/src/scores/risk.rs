//! Scores of a day and model as a list of customers shows them.

use arrow::array::AsArray;
use arrow::datatypes::{DataType, Field, Float64Type, Int32Type, Int64Type, Schema};
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::level::Level;

use super::clauses::{SEPARATORS, first_raising};
use crate::customers::{Coded, Coder};
use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::read::map_groups;
use crate::lake::schema::{CUSTOMER_KEY, SCORES};

/// Columns by place; every column has one value a place, and customers grow.
#[derive(Clone, Debug, Default)]
pub struct Risk {
    /// Keys.
    pub customers: Vec<u32>,
    /// Probability of being lost within the model's horizon.
    pub p_churn: Vec<f64>,
    /// Level of warning.
    pub level: Vec<Level>,
    /// Probability × value, minor units; [`Risk::NO_VALUE`] where no value is known.
    pub value_at_risk_minor: Vec<i64>,
    /// Name of the model's segment.
    pub segment: Coded,
    /// The reason that raises the score most, Chinese; texts that many customers share are kept once. Unknown once there are too many different ones.
    pub reason_zh: Coded,
    /// The same, English.
    pub reason_en: Coded,
    /// Days that the probability looks ahead; 0 where there are no scores.
    pub horizon_days: i32,
    /// The place of each key, [`NOWHERE`] without a score.
    places: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

/// Different reasons that are kept at most: what a list may take of memory does not grow with the number of customers.
const REASONS: usize = 200_000;

impl Risk {
    /// No value is known.
    pub const NO_VALUE: i64 = i64::MIN;

    /// The place of a customer.
    pub fn place(&self, customer: u32) -> Option<usize> {
        let place = *self.places.get(customer as usize)?;
        (place != NOWHERE).then_some(place as usize)
    }

    /// The reason of a place.
    pub fn reason(&self, place: usize) -> Option<Bilingual> {
        Some(Bilingual::new(self.reason_zh.get(place)?, self.reason_en.get(place)?))
    }
}

/// The scores of a day and model; empty where there are none.
///
/// # Errors
/// When the lake cannot be read.
pub fn risk(view: &LakeView, as_of: Day, model_id: &str) -> Result<Risk, EngineError> {
    let wanted = [as_of.to_string(), model_id.to_owned()];
    let files: Vec<_> = view
        .files(SCORES)?
        .into_iter()
        .filter(|file| file.partition == wanted)
        .collect();
    let schema = Schema::new(vec![
        Field::new(CUSTOMER_KEY, DataType::Int32, true),
        Field::new("p_churn", DataType::Float64, true),
        Field::new("level", DataType::Utf8, true),
        Field::new("value_at_risk_minor", DataType::Int64, true),
        Field::new("reasons_zh", DataType::Utf8, true),
        Field::new("reasons_en", DataType::Utf8, true),
        Field::new("horizon_days", DataType::Int64, true),
        Field::new("segment", DataType::Utf8, true),
    ]);
    let mut out = Risk::default();
    let (mut zh, mut en, mut segments) = (Coder::default(), Coder::default(), Coder::default());
    // A row group at a time: all texts at once would be as large as the table.
    let pieces = map_groups(&files, &schema, &view.for_reader()?, |batch| {
        let first = |column: usize, separator: &str| -> Vec<String> {
            let texts = batch.column(column).as_string::<i32>();
            texts
                .iter()
                .map(|text| first_raising(text.unwrap_or_default(), separator).to_owned())
                .collect()
        };
        let short = (first(4, SEPARATORS[0]), first(5, SEPARATORS[1]));
        Ok((batch.project(&[0, 1, 2, 3, 6, 7]).unwrap_or(batch), short))
    })?;
    for (batch, (reasons_zh, reasons_en)) in pieces {
        let keys = batch.column(0).as_primitive::<Int32Type>();
        out.customers.extend(keys.values().iter().map(|&key| key as u32));
        out.p_churn
            .extend(batch.column(1).as_primitive::<Float64Type>().values());
        let levels = batch.column(2).as_string::<i32>();
        out.level
            .extend(levels.iter().map(|word| level(word.unwrap_or_default())));
        let values = batch.column(3).as_primitive::<Int64Type>();
        out.value_at_risk_minor
            .extend(values.iter().map(|value| value.unwrap_or(Risk::NO_VALUE)));
        let horizons = batch.column(4).as_primitive::<Int64Type>();
        if !horizons.is_empty() {
            out.horizon_days = i32::try_from(horizons.value(0)).unwrap_or(0);
        }
        let names = batch.column(5).as_string::<i32>();
        out.segment
            .codes
            .extend(names.iter().map(|name| name.map_or(0, |name| segments.code(name))));
        for (text_zh, text_en) in reasons_zh.iter().zip(&reasons_en) {
            let full = zh.len() >= REASONS || en.len() >= REASONS;
            let known = !text_zh.is_empty() && !text_en.is_empty() && !full;
            out.reason_zh.codes.push(if known { zh.code(text_zh) } else { 0 });
            out.reason_en.codes.push(if known { en.code(text_en) } else { 0 });
        }
    }
    out.segment.levels = segments.into_levels();
    out.reason_zh.levels = zh.into_levels();
    out.reason_en.levels = en.into_levels();
    out.places = vec![NOWHERE; view.head().customers as usize];
    for (place, &customer) in out.customers.iter().enumerate() {
        if let Some(slot) = out.places.get_mut(customer as usize) {
            *slot = place as u32;
        }
    }
    Ok(out)
}

fn level(word: &str) -> Level {
    match word {
        "red" => Level::Red,
        "orange" => Level::Orange,
        "yellow" => Level::Yellow,
        _ => Level::None,
    }
}
