//! Histories out of a table with one row a customer: frequency, recency, T.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::ReadTable;
use holdfast_engine::table::Column;

use super::base::{Base, Money};
use super::options::LifetimeOptions;
use crate::columns::pick::Pick;
use crate::columns::picked::Picked;

const FREQUENCY: &[&str] = &["frequency", "x", "p1x", "购买次数", "复购次数", "频次"];
const RECENCY: &[&str] = &["recency", "t_x", "t.x", "tx", "最近购买", "最后购买时间"];
const AGE: &[&str] = &["t", "t_cal", "t.cal", "age", "观察时长", "客户年龄"];
const OPPORTUNITIES: &[&str] = &[
    "periods",
    "n",
    "n_cal",
    "n.cal",
    "n_periods",
    "opportunities",
    "机会数",
    "期数",
];
const WEIGHTS: &[&str] = &[
    "weights",
    "weight",
    "customers",
    "count",
    "num_customers",
    "客户数",
    "权重",
];
const SPEND: &[&str] = &[
    "monetary_value",
    "monetary",
    "mean_spend",
    "m_x",
    "zbar",
    "平均金额",
    "客单价",
];
const ID: &[&str] = &["id", "customer_id", "customerid", "cust", "客户编号", "客户id"];

/// What a summary is about.
pub enum Summary<'a> {
    /// Purchases at any time.
    Buying(Box<Base>, Picked<'a>),
    /// Purchases at fixed opportunities.
    Visits(Visits, Picked<'a>),
}

/// Customers with a fixed number of opportunities each.
pub struct Visits {
    /// Id of each row.
    pub ids: Vec<String>,
    /// Opportunities taken.
    pub frequency: Vec<f64>,
    /// The last one taken, 0 for none.
    pub recency: Vec<f64>,
    /// Opportunities there were.
    pub opportunities: Vec<f64>,
    /// Customers that each row stands for; none: one.
    pub weight: Option<Vec<f64>>,
    /// What was left out.
    pub notes: Vec<Bilingual>,
}

/// Whether a table looks like a summary: it has frequency, recency, and T or the number of opportunities.
pub fn looks_like_summary(input: &ReadTable) -> bool {
    let has = |names: &[&str]| named(input, names).is_some();
    has(FREQUENCY) && has(RECENCY) && (has(AGE) || has(OPPORTUNITIES))
}

/// Reads a summary. `visits`: take it for opportunities even where there is a column T, or the other way round.
///
/// # Errors
/// Refused: a column that is missing, a value that is no number.
pub fn read<'a>(input: &'a ReadTable, options: &LifetimeOptions, visits: Option<bool>) -> Result<Summary<'a>, Refusal> {
    let age = named(input, AGE);
    let opportunities = named(input, OPPORTUNITIES);
    let as_visits = visits.unwrap_or(age.is_none() && opportunities.is_some());
    let mut pick = Pick::new(input);
    let frequency = pick.need(must(input, FREQUENCY, "frequency")?, "--summary")?;
    let recency = pick.need(must(input, RECENCY, "recency")?, "--summary")?;
    let length = if as_visits {
        pick.need(must(input, OPPORTUNITIES, "periods")?, "--summary")?
    } else {
        pick.need(must(input, AGE, "T")?, "--summary")?
    };
    let weight = match options.weights.as_deref().or_else(|| named(input, WEIGHTS)) {
        Some(name) => Some(pick.need(name, "--weights")?),
        None => None,
    };
    let spend = match options.amount.as_deref().or_else(|| named(input, SPEND)) {
        Some(name) if !as_visits => Some(pick.need(name, "--amount")?),
        _ => None,
    };
    let mut covariates = |names: &[String], flag: &str| -> Result<Vec<&'a Column>, Refusal> {
        names.iter().map(|name| pick.need(name, flag)).collect()
    };
    let purchase = covariates(&options.purchase_covariates, "--purchase-covariates")?;
    let dropout = covariates(&options.dropout_covariates, "--dropout-covariates")?;
    let id = match options.id.as_deref().or_else(|| named(input, ID)) {
        Some(name) => Some(pick.column(name, "--id")?),
        None => None,
    };
    let picked = pick.finish()?;
    let ids = match id {
        Some(column) => picked.texts(column),
        None => (0..picked.len())
            .map(|i| picked.row_number(i).unwrap_or_default().to_string())
            .collect(),
    };
    let notes = picked.notes();
    let weight = weight.map(|column| picked.numbers(column)).transpose()?;
    let (frequency, recency) = (picked.numbers(frequency)?, picked.numbers(recency)?);
    let length = picked.numbers(length)?;
    if as_visits {
        let visits = Visits {
            ids,
            frequency,
            recency,
            opportunities: length,
            weight,
            notes,
        };
        return Ok(Summary::Visits(visits, picked));
    }
    let money = match spend {
        Some(column) => Some(Money {
            mean_spend: picked.numbers(column)?,
            revenue_minor: None,
            cost_minor: None,
            returned_share: 0.0,
            purchases: 0.0,
            source: column.name.clone(),
        }),
        None => None,
    };
    let base = Base {
        ids,
        frequency,
        recency,
        age: length,
        weight,
        money,
        purchase: picked.design(&purchase)?,
        dropout: picked.design(&dropout)?,
        log: None,
        unit: options.unit,
        notes,
    };
    Ok(Summary::Buying(Box::new(base), picked))
}

/// The first column that has one of these names, upper and lower case alike.
fn named<'a>(input: &'a ReadTable, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|wanted| {
        let columns = input.table.columns.iter();
        columns
            .map(|column| column.name.as_str())
            .find(|name| name.to_lowercase() == *wanted)
    })
}

fn must<'a>(input: &'a ReadTable, names: &[&str], shown: &str) -> Result<&'a str, Refusal> {
    named(input, names).ok_or_else(|| {
        let known: Vec<&str> = input.table.columns.iter().take(40).map(|c| c.name.as_str()).collect();
        let known = known.join(", ");
        Refusal::new(
            "summary-column-missing",
            bilingual!(
                "汇总表里没有“{shown}”列（现有：{known}）",
                "the summary has no column \"{shown}\" (it has: {known})"
            ),
            bilingual!(
                "汇总表要有 frequency（复购次数）、recency（首次到末次的时间）和 T（首次到观察结束的时间），BG/BB 用 periods 代替 T；流水表去掉 --summary，用 --id、--time",
                "a summary has frequency (repeat purchases), recency (first to last purchase) and T (first purchase to the end of observation), or periods instead of T for BG/BB; for an event log leave out --summary and give --id and --time"
            ),
        )
        .in_file(input.file.as_str())
        .in_column(shown)
    })
}
