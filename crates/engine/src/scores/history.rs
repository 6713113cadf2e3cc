//! All scores that one customer ever had.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{Float64Type, Int64Type, TimestampMicrosecondType};
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use serde_json::Value;

use super::clauses::{SEPARATORS, clauses};
use super::write::HORIZON_COLUMNS;
use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::read::{Filter, read};
use crate::lake::schema::{self, SCORES};

/// What a model said of a customer on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerScore {
    /// The day that was looked back from.
    pub as_of: Day,
    /// The model.
    pub model_id: String,
    /// Probability of being lost within the horizon.
    pub p_churn: f64,
    /// Days that it looks ahead.
    pub horizon_days: i32,
    /// Probabilities of other horizons by name of their column, those that are known.
    pub by_horizon: Vec<(&'static str, f64)>,
    /// Level of warning.
    pub level: String,
    /// Place among those of the same level and higher, from 1.
    pub rank: Option<i64>,
    /// Outcomes that cannot be ruled out.
    pub outcome_set: Option<String>,
    /// Name of the model's segment.
    pub segment: Option<String>,
    /// Expected value of the next year, minor units.
    pub value_minor: Option<i64>,
    /// Probability × value, minor units.
    pub value_at_risk_minor: Option<i64>,
    /// Reasons in words, strongest first; each begins with its direction.
    pub reasons: Vec<Bilingual>,
    /// The same as figures: concept, log-odds, feature, value, then.
    pub coded: Value,
    /// What would have to change.
    pub recourse: Option<Bilingual>,
    /// When the score was made, microseconds.
    pub scored_at_us: Option<i64>,
}

/// A customer's scores, oldest first.
///
/// # Errors
/// When the lake cannot be read.
pub fn of_customer(view: &LakeView, customer: u32) -> Result<Vec<CustomerScore>, EngineError> {
    let columns = schema::of(SCORES);
    let filter = Filter {
        customer: Some(customer),
        ..view.for_reader()?
    };
    let mut out = Vec::new();
    for file in view.files(SCORES)? {
        let [day, model] = file.partition.as_slice() else {
            continue;
        };
        let Some(as_of) = Day::parse_iso(day) else { continue };
        let model_id = model.clone();
        for batch in read(std::slice::from_ref(&file), &columns, &filter)? {
            for row in 0..batch.num_rows() {
                let column = |name: &str| batch.column_by_name(name);
                out.extend(one(&column, row, as_of, &model_id));
            }
        }
    }
    out.sort_by_key(|score| (score.as_of, score.scored_at_us));
    Ok(out)
}

type Column<'a> = dyn Fn(&str) -> Option<&'a ArrayRef> + 'a;

fn one<'a>(column: &Column<'a>, row: usize, as_of: Day, model_id: &str) -> Option<CustomerScore> {
    let number = |name: &str| {
        let column = column(name)?.as_primitive_opt::<Float64Type>()?;
        column.is_valid(row).then(|| column.value(row))
    };
    let whole = |name: &str| {
        let column = column(name)?.as_primitive_opt::<Int64Type>()?;
        column.is_valid(row).then(|| column.value(row))
    };
    let text = |name: &str| {
        let column = column(name)?.as_string_opt::<i32>()?;
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    let scored_at = column("scored_at").and_then(|column| column.as_primitive_opt::<TimestampMicrosecondType>());
    let (zh, en) = (
        text("reasons_zh").unwrap_or_default(),
        text("reasons_en").unwrap_or_default(),
    );
    Some(CustomerScore {
        as_of,
        model_id: model_id.to_owned(),
        p_churn: number("p_churn")?,
        horizon_days: i32::try_from(whole("horizon_days")?).ok()?,
        by_horizon: HORIZON_COLUMNS
            .into_iter()
            .filter_map(|name| Some((name, number(name)?)))
            .collect(),
        level: text("level").unwrap_or_default(),
        rank: whole("rank"),
        outcome_set: text("outcome_set"),
        segment: text("segment"),
        value_minor: whole("value_minor"),
        value_at_risk_minor: whole("value_at_risk_minor"),
        reasons: clauses(&zh, SEPARATORS[0])
            .into_iter()
            .zip(clauses(&en, SEPARATORS[1]))
            .map(|(zh, en)| Bilingual::new(zh, en))
            .collect(),
        coded: text("reasons")
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or(Value::Null),
        recourse: text("recourse_zh")
            .zip(text("recourse_en"))
            .map(|(zh, en)| Bilingual::new(zh, en)),
        scored_at_us: scored_at
            .filter(|column| column.is_valid(row))
            .map(|column| column.value(row)),
    })
}
